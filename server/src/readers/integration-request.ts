import type { Integration, IntegrationParameter } from '../model/facts.ts';
import type { ValueReader } from '../model/read-policy.ts';
import { literalOf, printed, unknownText, type TextValue } from '../model/text-value.ts';
import { sliceOf, type SourceText } from '../text/source-text.ts';
import { entriesOf, entryOf, type Node } from '../tree/node.ts';
import { namedInParameter, namedInTemplate } from './named-in-request.ts';

/** How a format spells the properties of an integration's request. */
export interface RequestNames {
  readonly parameters: string;
  readonly templates: string;
}

/** What an integration sends along: its request parameters, and the operation that these or the mapping templates ask for. */
export function readRequest(
  node: Node,
  names: RequestNames,
  values: ValueReader,
): Pick<Integration, 'operation' | 'parameters' | 'parametersKey' | 'named'> {
  const entry = entryOf(node, names.parameters);
  const parameters = entry?.value ? parametersIn(entry.value, values) : [];
  const found = [...(parameters ?? []).flatMap(operationInParameter), ...operationsInTemplates(node, names, values)];
  const named = namedIn(parameters ?? [], node, names, values);
  return {
    operation: oneOf(found),
    parameters,
    parametersKey: entry?.key.span,
    ...(named.length > 0 ? { named } : {}),
  };
}

/** What the request names: every name once, with its value where all that name it agree. */
function namedIn(
  parameters: readonly IntegrationParameter[],
  node: Node,
  names: RequestNames,
  values: ValueReader,
): NonNullable<Integration['named']> {
  const found = [
    ...parameters.flatMap(namedInParameter),
    ...templatesIn(node, names, values).flatMap((text) => (text ? namedInTemplate(text) : [])),
  ];
  return [...new Set(found.map(({ name }) => name))].map((name) => {
    const texts = found.filter((one) => one.name === name).map(({ value }) => value);
    const [first] = texts;
    const isOne = first && texts.every((text) => text && printed(text) === printed(first));
    return { name, value: isOne ? first : undefined };
  });
}

function parametersIn(node: Node, values: ValueReader): readonly IntegrationParameter[] | undefined {
  const branches = values.branches(node);
  const [only, second] = branches ?? [];
  if (only?.kind !== 'mapping' || second) return undefined;
  const entries = entriesOf(only);
  if (entries.some((one) => one.key.source.text.startsWith('Fn::'))) return undefined;
  return entries.map((one) => ({
    name: one.key.source.text,
    nameSpan: one.key.span,
    value: one.value && values.text(one.value),
  }));
}

/**
 * `integration.request.querystring.Action: "'SendMessage'"`, or the header of AWS's JSON protocol, `X-Amz-Target:
 * "'AmazonSQS.SendMessage'"`. Static values stand in quotes; any other is taken from the request
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html).
 */
function operationInParameter({ name, value }: IntegrationParameter): readonly TextValue[] {
  const place = /^integration\.request\.(?:(querystring)\.Action|header\.(?:X-Amz-Target))$/i.exec(name);
  if (!place) return [];
  const [part, second] = value?.parts ?? [];
  if (!value || second || part?.kind !== 'literal') return value ? [unknownText(value)] : [];
  const quoted = (place[1] ? /^'(\w+)'$/ : /^'(?:\w+\.)*(\w+)'$/).exec(part.source.text);
  return [
    quoted
      ? lettersOf(part.source, part.source.text.lastIndexOf(quoted[1] ?? ''), quoted[1] ?? '')
      : unknownText(value),
  ];
}

/** `Action=SendMessage&MessageBody=...`: the body of a query request. A template that rewrites the request may ask for anything. */
function operationsInTemplates(node: Node, names: RequestNames, values: ValueReader): readonly TextValue[] {
  const place = { span: node.span, at: node.span };
  return templatesIn(node, names, values).flatMap((text) => (text ? operationsIn(text) : [unknownText(place)]));
}

/** The mapping templates; undefined for what cannot be read. */
function templatesIn(node: Node, names: RequestNames, values: ValueReader): readonly (TextValue | undefined)[] {
  const entry = entryOf(node, names.templates);
  if (!entry?.value) return [];
  const branches = values.branches(entry.value);
  if (!branches) return [undefined];
  return branches.flatMap((branch) => entriesOf(branch)).map(({ value }) => value && values.text(value));
}

function operationsIn(template: TextValue): readonly TextValue[] {
  return template.parts.flatMap((part): readonly TextValue[] => {
    if (part.kind === 'choice') return part.options.flatMap((option) => (option ? operationsIn(option) : []));
    if (part.kind !== 'literal') return [];
    const { source } = part;
    if (source.text.includes('requestOverride')) return [unknownText(template)];
    return [...source.text.matchAll(/(?<![^&?\s"'])Action=([^&\s"']*)/g)].map(({ index, 1: word = '' }) =>
      /^\w+$/.test(word) ? lettersOf(source, index + 'Action='.length, word) : unknownText(template),
    );
  });
}

function lettersOf(source: SourceText, from: number, word: string): TextValue {
  const slice = sliceOf(source, from, from + word.length);
  return { span: slice.span, at: slice.span, parts: [{ kind: 'literal', source: slice }] };
}

/** Undefined for none; a choice where several are found that differ. */
function oneOf(found: readonly TextValue[]): TextValue | undefined {
  const [first] = found;
  if (!first) return undefined;
  const word = literalOf(first);
  if (word !== undefined && found.every((one) => literalOf(one) === word)) return first;
  return found.length === 1 ? first : { ...first, parts: [{ kind: 'choice', span: first.span, options: found }] };
}
