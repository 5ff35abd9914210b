import 'mocha/mocha';
import { markedLog } from './report.ts';

// Mocha's browser build puts itself on globalThis.
mocha.setup({ ui: 'bdd', reporter: 'spec', color: false, timeout: 60_000 });
Mocha.reporters.Base.consoleLog = markedLog;
