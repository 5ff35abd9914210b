import assert from 'node:assert/strict';
import fc from 'fast-check';
import { textOf, type Context } from '../../server/src/access/context.ts';
import type { Decision } from '../../server/src/access/decision.ts';
import { decide, type GivenPolicies, type Guard, type PolicySet } from '../../server/src/access/evaluate.ts';
import type { Request } from '../../server/src/access/request.ts';
import type { Statement } from '../../server/src/model/policy.ts';
import type { TextPart, TextValue } from '../../server/src/model/text-value.ts';
import { setOf } from './policies.ts';
import { plainPolicies, plainRequests } from './random-policies.ts';
import { plainAnswer, type PlainPolicies, type PlainRequest } from './reference.ts';

function requestOf({ kind, arn, account, action, resource, context }: PlainRequest): Request {
  const known = kind !== 'anonymous';
  const keys: Context = new Map(Object.entries(context).map(([key, values]) => [key, values.map(textOf)]));
  return {
    requester: {
      kind,
      arn: known ? textOf(arn) : undefined,
      account: known ? textOf(account) : undefined,
      host: undefined,
    },
    action,
    resource: textOf(resource),
    context: keys,
  };
}

function givenOf({ identity, resource, boundary, session, scp, sameAccount }: PlainPolicies): GivenPolicies {
  const guards: Guard[] = [];
  if (boundary) guards.push({ role: 'boundary', policies: setOf(boundary) });
  if (session) guards.push({ role: 'session', policies: setOf(session) });
  if (scp) guards.push({ role: 'scp', policies: setOf(scp) });
  return {
    identity: setOf(...identity),
    resource: resource && setOf(resource),
    guards,
    sameAccount: sameAccount ? 'yes' : 'no',
  };
}

/** Which text, statement or policy is known less well than before, and how. */
interface Blur {
  readonly which: number;
  readonly from: number;
  readonly to: number;
  readonly how: 'parameter' | 'unknown' | 'conditional' | 'incomplete' | 'attached' | 'key' | 'resource';
}

const blurs: fc.Arbitrary<readonly Blur[]> = fc.array(
  fc.record({
    which: fc.nat(40),
    from: fc.nat(60),
    to: fc.nat(60),
    how: fc.constantFrom('parameter', 'unknown', 'unknown', 'conditional', 'incomplete', 'attached', 'key', 'resource'),
  }),
  { minLength: 1, maxLength: 3 },
);

/** The text with a piece of it replaced by a hole, which stood for just that piece. */
function withHole(text: TextValue, { from, to, how, which }: Blur): TextValue {
  const [part, ...others] = text.parts;
  if (part?.kind !== 'literal') return text;
  const letters = part.source.text;
  const [start, last] = [from, to].map((at) => at % (letters.length + 1)).sort((a, b) => a - b) as [number, number];
  // A hole that begins a policy variable and leaves the rest of it outside is nothing that anybody writes.
  const rest = /^[^{}]*\}/.exec(letters.slice(last))?.[0] ?? '';
  const end = last + (letters.slice(start, last).includes('${') ? rest.length : 0);
  const hole: TextPart =
    how === 'parameter'
      ? // Equal names hold equal texts.
        { kind: 'reference', span: text.span, to: { kind: 'parameter', name: letters.slice(start, end) } }
      : { kind: 'unknown', span: text.span, written: `hole ${which}` };
  const literal = (piece: string): readonly TextPart[] =>
    piece === '' ? [] : [{ kind: 'literal', source: { text: piece, span: text.span } }];
  return { ...text, parts: [...literal(letters.slice(0, start)), hole, ...literal(letters.slice(end)), ...others] };
}

/** Lets `change` at the text that is the `which`th of the statement. */
function blurredStatement(statement: Statement, blur: Blur): Statement {
  if (blur.how === 'conditional') return { ...statement, conditional: true };
  let left = blur.which % 8;
  const text = (value: TextValue): TextValue => (left-- === 0 ? withHole(value, blur) : value);
  const mapped = <T extends { readonly values: readonly TextValue[]; readonly complete: boolean }>(element: T): T => {
    const isHere = blur.how === 'incomplete' && left-- === 0;
    return {
      ...element,
      values: isHere ? element.values.slice(1) : element.values.map(text),
      complete: element.complete && !isHere,
    };
  };
  const { action, notAction, resource, notResource, principal, notPrincipal, condition } = statement;
  return {
    ...statement,
    action: action && mapped(action),
    notAction: notAction && mapped(notAction),
    resource: resource && mapped(resource),
    notResource: notResource && mapped(notResource),
    principal: principal && { ...principal, entries: principal.entries.map(mapped) },
    notPrincipal: notPrincipal && { ...notPrincipal, entries: notPrincipal.entries.map(mapped) },
    condition: condition && { ...condition, tests: condition.tests.map(mapped) },
    effect: statement.effect && text(statement.effect),
  };
}

function blurredSet(set: PolicySet, blur: Blur, isAt: (index: number) => boolean, base: number): PolicySet {
  return {
    ...set,
    policies: set.policies.map((given, i) => {
      if (!isAt(base + i)) return given;
      if (blur.how === 'attached') return { ...given, attached: 'maybe' };
      const { document } = given.policy;
      const statements = document.statements.map((one, k) =>
        k === blur.from % document.statements.length ? blurredStatement(one, blur) : one,
      );
      return { ...given, policy: { ...given.policy, document: { ...document, statements } } };
    }),
  };
}

function blurred(
  request: Request,
  given: GivenPolicies,
  blur: Blur,
): { readonly request: Request; readonly given: GivenPolicies } {
  if (blur.how === 'key') {
    const keys = [...request.context.keys()];
    const context = new Map(request.context);
    context.delete(keys[blur.which % Math.max(1, keys.length)] ?? '');
    return { request: { ...request, context }, given };
  }
  if (blur.how === 'resource') {
    const { requester } = request;
    if (blur.which % 3 > 0 || !requester.arn)
      return { request: { ...request, resource: withHole(request.resource, blur) }, given };
    return { request: { ...request, requester: { ...requester, arn: withHole(requester.arn, blur) } }, given };
  }
  const sets = [
    given.identity,
    ...(given.resource ? [given.resource] : []),
    ...(given.guards ?? []).map((one) => one.policies),
  ];
  const total = sets.reduce((sum, set) => sum + set.policies.length, 0);
  if (total === 0) return { request, given };
  const isAt = (index: number): boolean => index === blur.which % total;
  const bases = sets.map((_, i) => sets.slice(0, i).reduce((sum, set) => sum + set.policies.length, 0));
  const [identity, ...others] = sets.map((set, i) => blurredSet(set, blur, isAt, bases[i] ?? 0));
  const resource = given.resource ? others.shift() : undefined;
  return {
    request,
    given: {
      ...given,
      identity: identity ?? given.identity,
      resource,
      guards: (given.guards ?? []).map((guard, i) => ({ ...guard, policies: others[i] ?? guard.policies })),
    },
  };
}

function hasGrounds(decision: Decision): boolean {
  if (decision.outcome === 'unknown' || decision.outcome === 'implicitly-denied') return decision.because.length > 0;
  const effect = decision.outcome === 'allowed' ? 'Allow' : 'Deny';
  return decision.because.some((one) => one.kind === 'statement' && one.effect === effect && one.applies === 'yes');
}

describe('access/evaluate', () => {
  it('decides on literal policies as the plain evaluation does', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(plainRequests, plainPolicies, (request, policies) => {
        const { outcomes, isPublished } = plainAnswer(request, policies);
        const decision = decide(requestOf(request), givenOf(policies));
        const [only = 'unknown', other] = outcomes;
        const expected = other ? 'unknown' : only;
        seen.set(expected, (seen.get(expected) ?? 0) + 1);
        // Where AWS does not tell how a part is decided, the engine may miss that it is the same either way.
        if (isPublished || decision.outcome !== 'unknown') assert.equal(decision.outcome, expected);
        assert.ok(hasGrounds(decision), 'says what decided it');
      }),
      { numRuns: 3000 },
    );
    // A property that only ever sees one answer proves little.
    for (const outcome of ['allowed', 'explicitly-denied', 'implicitly-denied'])
      assert.ok((seen.get(outcome) ?? 0) > 100, `${outcome} is tried: ${seen.get(outcome)}`);
  });

  it('never turns a sure answer into another when less is known', () => {
    fc.assert(
      fc.property(plainRequests, plainPolicies, blurs, (plainRequest, policies, all) => {
        let request = requestOf(plainRequest);
        let given = givenOf(policies);
        const clear = decide(request, given);
        for (const blur of all) ({ request, given } = blurred(request, given, blur));
        const decision = decide(request, given);
        assert.ok(hasGrounds(decision), 'says what decided it');
        if (clear.outcome === 'unknown') return;
        assert.ok(
          decision.outcome === 'unknown' || decision.outcome === clear.outcome,
          `${clear.outcome} became ${decision.outcome}`,
        );
        assert.ok(decision.passes === 'maybe' || decision.passes === clear.passes);
      }),
      { numRuns: 3000 },
    );
  });
});
