import fc from 'fast-check';

// A run that is repeated says the same: SEED=<number> asks for another one, SEED=random for a new one each time.
const wanted = process.env['SEED'];
if (wanted !== 'random') fc.configureGlobal({ seed: wanted === undefined ? 20_261_124 : Number(wanted) });
