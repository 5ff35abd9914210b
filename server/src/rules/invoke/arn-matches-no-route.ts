import { routeTitle } from '../../graph/route-target.ts';
import type { Api, Route } from '../../model/facts.ts';
import {
  concatTexts,
  literalOf,
  literalSourceOf,
  madeText,
  printed,
  splitText,
  type TextValue,
} from '../../model/text-value.ts';
import { isEditable, textFor } from '../breadth/hold.ts';
import type { Finding, Fix, Rule, RuleContext } from '../rule.ts';
import { grammarProblemOf } from './call-grammar.ts';
import { callPatternsIn, type PlacedPattern } from './call-patterns.ts';
import { templatesIn } from './path-templates.ts';
import { isSound } from './sound-arn.ts';
import { apiNamedIn, unmatchedIn, type Unmatched } from './unmatched.ts';

export const arnMatchesNoRoute: Rule = {
  meta: {
    id: 'invoke/arn-matches-no-route',
    level: 'warning',
    summary: 'An execute-api ARN covers no route and no stage of the API that it names',
    why:
      'A call is held against the ARN letter by letter: stage, verb and path, with `*` for any run of characters. An ARN with a verb or path that the API does not have, a slash at its end, ' +
      "one `*` too many or nothing behind the API's id grants nothing, and in a Deny it stops nothing: callers get a 403, or get through.",
    fixes: ['the nearest route', 'every call of the API, where the ARN stops at its id'],
  },
  *check(context) {
    for (const pattern of callPatternsIn(context.unit)) {
      const api = apiNamedIn(pattern, pattern.policy.document, context.unit);
      // What is wrong with the ARN of any API is told there.
      if (!api || grammarProblemOf(pattern, api.kind) || templatesIn(pattern).length > 0) continue;
      const unmatched = unmatchedIn(pattern, api, pattern.statement, context.unit);
      if (unmatched) yield findingOf(pattern, api, unmatched, context);
    }
  },
};

function findingOf(pattern: PlacedPattern, api: Api, unmatched: Unmatched, context: RuleContext): Finding {
  const { uri } = pattern.statement;
  const name = nameOf(api);
  const finding = { uri, span: unmatched.span };
  switch (unmatched.kind) {
    case 'no-call':
      return {
        ...finding,
        message: `"${printed(pattern.resource)}" matches no call of ${name}: stage, verb and path are missing`,
        fixes: () => withCall('Let it cover every call of the API: /*', '*', pattern, context),
      };
    case 'stage': {
      const { stages } = unmatched;
      return {
        ...finding,
        message: `"${printed(pattern.segments[0] ?? pattern.value)}" is no stage of ${name}, which has ${stages.join(', ')}: the ARN matches no call`,
        fixes: () => stages.slice(0, 3).flatMap((stage) => stageFix(stage, pattern, context)),
      };
    }
    case 'slash':
      return {
        ...finding,
        message: `"${callShown(pattern)}" ends in a slash, which calls of ${name} do not: the ARN matches none of them`,
        fixes: () => withCall('Remove the slash at the end', unmatched.call, pattern, context),
      };
    case 'connection':
      return {
        ...finding,
        message: `"${callShown(pattern)}" covers no connection of ${name}: they are stage/VERB/@connections/id`,
        fixes: () => {
          const stage = printed(pattern.segments[0] ?? pattern.value);
          return withCall('Let it cover posting to every connection', `${stage}/POST/@connections/*`, pattern, context);
        },
      };
    case 'verb': {
      const routes = nearest(unmatched.routes, pattern);
      const [first] = routes;
      return {
        ...finding,
        message: `"${printed(pattern.segments[1] ?? pattern.value)}" is no verb of this path in ${name}, which has ${titles(routes)}: the ARN matches no call`,
        related: first ? [{ uri: first.uri, span: first.key, message: routeTitle(first) }] : [],
        fixes: () => routes.flatMap((route) => routeFix(route, pattern, context)),
      };
    }
    case 'path': {
      const routes = nearest(unmatched.routes, pattern);
      const [first] = routes;
      return {
        ...finding,
        message: `"${callShown(pattern)}" covers no route of ${name}, which has ${titles(routes, unmatched.routes.length)}`,
        related: first ? [{ uri: first.uri, span: first.key, message: routeTitle(first) }] : [],
        fixes: () => (isOnConnections(pattern) ? [] : routes).flatMap((route) => routeFix(route, pattern, context)),
      };
    }
  }
}

/** Who writes `@connections` wants to post to clients: no route is what the ARN was meant for. */
function isOnConnections({ segments }: PlacedPattern): boolean {
  return segments.some((segment) => literalOf(segment) === '@connections');
}

function nameOf(api: Api): string {
  return api.id === '' ? (literalOf(api.name) ?? 'this API') : api.id;
}

function callShown({ call, value }: PlacedPattern): string {
  return printed(call ?? value);
}

/** `GET /pets, POST /pets`; with the number of routes that are left out. */
function titles(routes: readonly Route[], of = routes.length): string {
  const shown = routes.map(routeTitle).join(', ');
  return of > routes.length ? `${shown} and ${of - routes.length} more` : shown;
}

/** The three that have most words in common with the pattern; those that ask for AWS_IAM first, as others ask no policy. */
function nearest(routes: readonly Route[], { segments }: PlacedPattern): readonly Route[] {
  const words = new Set(
    segments.map((segment) => literalOf(segment) ?? '').filter((word) => word !== '' && word !== '*'),
  );
  const likeness = (route: Route): number => {
    const own = [literalOf(route.method) ?? '', ...(literalOf(route.path) ?? '').split('/')];
    const common = own.filter((word) => words.has(word)).length;
    return (
      common * 4 +
      (literalOf(route.authorization) === 'AWS_IAM' ? 2 : 0) -
      (literalOf(route.method) === 'OPTIONS' ? 3 : 0)
    );
  };
  return [...routes].sort((a, b) => likeness(b) - likeness(a)).slice(0, 3);
}

/** The part of the pattern behind the stage, as the route asks for. Undefined when verb or path is not known. */
function callTailOf(route: Route): string | undefined {
  const path = literalOf(route.path);
  if (path === undefined) return undefined;
  if (!route.method) return path;
  const method = literalOf(route.method)?.toUpperCase();
  return method === undefined ? undefined : `${method === 'ANY' ? '*' : method}${path.replace(/\{[^}]*\}/g, '*')}`;
}

function stageFix(stage: string, pattern: PlacedPattern, context: RuleContext): readonly Fix[] {
  const rest = pattern.segments.slice(1).map(printed);
  return withCall(`Name the stage ${stage}`, [stage, ...rest].join('/'), pattern, context);
}

function routeFix(route: Route, pattern: PlacedPattern, context: RuleContext): readonly Fix[] {
  const tail = callTailOf(route);
  const [stage] = pattern.segments;
  return tail === undefined || !stage
    ? []
    : withCall(`Let it cover ${routeTitle(route)}`, `${printed(stage)}/${tail}`, pattern, context);
}

/** The pattern with another text behind the API's id: in place where letters stand there, else written anew. */
function withCall(title: string, text: string, pattern: PlacedPattern, context: RuleContext): readonly Fix[] {
  const { statement, value, policy } = pattern;
  if (!isEditable(statement, context)) return [];
  const isWritable = value.parts.every((part) => part.kind === 'literal' || part.kind === 'reference');
  const head = headOf(pattern);
  if (!isWritable || !isSound(concatTexts(value, head, madeText(value, text)), pattern, context.unit)) return [];
  const source = pattern.call && literalSourceOf(pattern.call);
  return [
    {
      title,
      changes: [
        source
          ? { kind: 'replace-text', uri: statement.uri, span: source.span, text }
          : { kind: 'set', uri: statement.uri, at: value.at, value: textFor(policy, printed(head) + text) },
      ],
    },
  ];
}

/** All up to the slash behind the API's id. */
function headOf({ isShort, api, text }: PlacedPattern): TextValue {
  if (isShort || !api) return madeText(text, 'execute-api:/');
  const fields = splitText(text, ':', 6).slice(0, 5);
  return concatTexts(text, ...fields.flatMap((field) => [field, madeText(text, ':')]), api, madeText(text, '/'));
}
