import { resolverOf } from '../../graph/resolve.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Integration, Route } from '../../model/facts.ts';
import {
  alternativesOf,
  literalOf,
  printed,
  splitText,
  type TextPart,
  type TextValue,
} from '../../model/text-value.ts';
import type { Change } from '../../text/change.ts';
import type { Span } from '../../text/span.ts';
import type { Fix, Rule } from '../rule.ts';
import { subTextOf } from '../template-value.ts';
import { isAwsIntegration, isFunctionArn } from './integration-uri.ts';

export const malformedUri: Rule = {
  meta: {
    id: 'integration/malformed-uri',
    level: 'error',
    summary: 'API Gateway refuses the URI of an integration',
    why:
      'An integration with a service of AWS is named by a URI of its own: `arn:aws:apigateway:region:service:path/...` or `...:action/...`; for a function ' +
      '`arn:aws:apigateway:region:lambda:path/2015-03-31/functions/{function ARN}/invocations`. The deployment ends with `Invalid ARN specified in the request` ' +
      "where a part is missing or the back end's own ARN stands there. (HTTP APIs alone take a function's ARN.)",
    fixes: ['the integration URI of the function', 'the missing part'],
  },
  *check({ unit }) {
    for (const route of unit.routes) {
      const { integration } = route;
      if (!integration?.target || !isAwsIntegration(integration)) continue;
      for (const target of alternativesOf(integration.target)) {
        const problem = target && problemOf(target, route, unit);
        if (!problem) continue;
        yield {
          uri: integration.uri,
          span: problem.span,
          message: `${problem.what}: the deployment ends with (Invalid ARN specified in the request)`,
          fixes: () => fixesOf(problem, target, integration, unit),
        };
      }
    }
  },
};

interface Problem {
  readonly what: string;
  readonly span: Span;
  readonly title?: string;
  /** The whole URI as the text of an Fn::Sub. */
  readonly whole?: string | undefined;
  /** A letter-for-letter change of a part, which bare texts take too. */
  readonly part?: { readonly span: Span; readonly text: string };
}

function problemOf(target: TextValue, route: Route, unit: Unit): Problem | undefined {
  return (
    functionItself(target, route, unit) ??
    wrongHead(target, route) ??
    missingRegion(target, route.uri) ??
    wrongForm(target) ??
    missingInvocations(target, route, unit)
  );
}

/** The function's own ARN or name. A definition that no template uses may be one of an HTTP API, which takes the ARN. */
function functionItself(target: TextValue, route: Route, unit: Unit): Problem | undefined {
  if (route.apiKind === 'http' || !route.api || isUri(target)) return undefined;
  const [only, second] = target.parts;
  const isName =
    only?.kind === 'reference' &&
    !second &&
    only.to.kind === 'logical' &&
    only.to.attribute === undefined &&
    resolverOf(unit).function(only.to.id, route.uri)?.type === 'function';
  if (!isName && !isFunctionArn(resolverOf(unit).standsFor(target, route.uri))) return undefined;
  const arn = isName ? '${' + printed(target).slice(2, -1) + '.Arn}' : subTextOf(target, route.uri);
  return {
    what: `"${printed(target)}" is the ${isName ? 'name' : 'ARN'} of a function and no integration URI`,
    span: target.span,
    title: 'Call the function by its integration URI',
    whole: arn === undefined ? undefined : lambdaUri(arn),
  };
}

function lambdaUri(functionArn: string): string {
  return (
    'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/' + functionArn + '/invocations'
  );
}

/** `arn:aws.apigateway:...`, or the ARN of some other thing. */
function wrongHead(target: TextValue, route: Route): Problem | undefined {
  const [arn, partition, service] = splitText(target, ':', 4);
  if (literalOf(arn) !== 'arn' || !partition || !service) return undefined;
  const glued = /^([\w-]+)\.apigateway$/.exec(literalOf(partition) ?? '');
  if (glued)
    return {
      what: `"${literalOf(partition)}" is no partition, and no "apigateway" follows it`,
      span: partition.span,
      title: `Write ${glued[1]}:apigateway`,
      part: { span: partition.span, text: `${glued[1]}:apigateway` },
    };
  const name = literalOf(service);
  if (name === undefined || name === '' || name === 'apigateway' || name === 'lambda') return undefined;
  // HTTP APIs reach load balancers and service discovery by their ARNs, over a VPC link.
  if (route.apiKind === 'http' || !/^[a-z][a-z0-9-]*$/.test(name)) return undefined;
  return { what: `an integration URI is an ARN of "apigateway", not of "${name}"`, span: service.span };
}

function isUri(target: TextValue): boolean {
  const [arn, , service] = splitText(target, ':', 4);
  return literalOf(arn) === 'arn' && literalOf(service) === 'apigateway';
}

function missingRegion(target: TextValue, uri: string): Problem | undefined {
  const fields = splitText(target, ':', 6);
  const component = fields[2];
  const region = fields[3];
  if (!isUri(target) || !component || region?.parts.length !== 0) return undefined;
  const texts = fields.map((field) => subTextOf(field, uri));
  const whole = texts.map((text, i) => (i === 3 ? '${AWS::Region}' : text));
  return {
    what: `no region follows "${printed(component)}"`,
    span: component.span,
    title: 'Name the region of the deployment',
    whole: whole.includes(undefined) ? undefined : whole.join(':'),
  };
}

function wrongForm(target: TextValue): Problem | undefined {
  const fields = splitText(target, ':', 6);
  const [tail, service] = [fields[5], fields[4]];
  if (!isUri(target) || !service) return undefined;
  if (!tail) {
    const text = literalOf(service);
    return text === undefined || text === ''
      ? undefined
      : { what: `neither a path nor an action follows "${text}"`, span: service.span };
  }
  const [first] = splitText(tail, '/', 2);
  const form = literalOf(first);
  if (!first || form === undefined || form === '' || form === 'path' || form === 'action') return undefined;
  return { what: `"${form}" is neither "path" nor "action"`, span: first.span };
}

const endings: Readonly<Record<string, string>> = {
  '2015-03-31': 'invocations',
  '2021-11-15': 'response-streaming-invocations',
  '2014-11-13': 'invoke-async',
};

function missingInvocations(target: TextValue, { uri }: Route, unit: Unit): Problem | undefined {
  const match = /:lambda:path\/+([\d-]+)\/functions\/(.+)$/.exec(printed(target));
  const ending = endings[match?.[1] ?? ''];
  const last = target.parts.at(-1);
  if (!isUri(target) || !match || ending === undefined || !last) return undefined;
  const after = splitText(target, '/functions/', 2)[1];
  const name = after && splitText(after, '/', 2);
  if (!after || !name?.[0]) return undefined;
  const [, written] = name;
  if (!written) return missingEnding(target, after, last, ending, uri, unit);
  const word = literalOf(written);
  if (word === undefined || !/^[A-Za-z-]+$/.test(word) || Object.values(endings).includes(word)) return undefined;
  return {
    what: `"/${word}" is not "/${ending}"`,
    span: written.span,
    title: `Write /${ending}`,
    part: { span: written.span, text: ending },
  };
}

function missingEnding(
  target: TextValue,
  name: TextValue,
  last: TextPart,
  ending: string,
  uri: string,
  unit: Unit,
): Problem | undefined {
  const isLiteral = last.kind === 'literal';
  // What a hole holds may bring the ending along, unless it is the function itself.
  if (!isLiteral && !resolverOf(unit).functionsNamedBy(name, uri)) return undefined;
  const whole = subTextOf(target, uri);
  return {
    what: `no "/${ending}" follows "${printed(name)}"`,
    span: isLiteral ? last.source.span : last.span,
    title: `Add /${ending}`,
    whole: whole === undefined ? undefined : `${whole}/${ending}`,
    ...(isLiteral ? { part: { span: last.source.span, text: `${last.source.text}/${ending}` } } : {}),
  };
}

function fixesOf({ title, whole, part }: Problem, target: TextValue, { uri }: Integration, unit: Unit): readonly Fix[] {
  if (title === undefined) return [];
  const change: Change | undefined = part
    ? { kind: 'replace-text', uri, ...part }
    : whole !== undefined && takesFunctions(uri, unit)
      ? { kind: 'set', uri, at: target.at, value: { 'Fn::Sub': whole } }
      : undefined;
  return change ? [{ title, changes: [change] }] : [];
}

/** CloudFormation's functions are worked out in templates, and in definitions only where a template includes them. */
function takesFunctions(uri: string, unit: Unit): boolean {
  return unit.files.some((file) => file.uri === uri && file.dialect === 'cloudformation');
}
