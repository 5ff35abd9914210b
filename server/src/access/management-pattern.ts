import { managementPaths, type ManagementPath } from '../catalog/management-paths.ts';
import {
  literalOf,
  madeText,
  splitText,
  withOpenPlaceholders,
  type TextPart,
  type TextValue,
} from '../model/text-value.ts';
import { coversText } from './match.ts';

/** A Resource of API Gateway's management component: `arn:{partition}:apigateway:{region}::{path}`. */
export interface ManagementPattern {
  readonly value: TextValue;
  readonly fields: readonly TextValue[];
  readonly region: TextValue;
  readonly account: TextValue;
  readonly path: TextValue;
}

/** Undefined for what is no such ARN, or not surely one. Policy variables count as unknown text. */
export function managementPatternOf(written: TextValue): ManagementPattern | undefined {
  const fields = splitText(withOpenPlaceholders(written), ':', 6);
  const [arn, , service, region, account, path] = fields;
  if (literalOf(arn) !== 'arn' || literalOf(service) !== 'apigateway' || !region || !account || !path) return undefined;
  return { value: written, fields, region, account, path };
}

/** The things of API Gateway that a path pattern covers, or may. `*` crosses slashes there, as in every last field of an ARN. */
export function thingsUnder(path: TextValue): readonly ManagementPath[] {
  // No path ends in a slash, and an id is never empty.
  if (/.\/$|\/\//.test(literalOf(path) ?? '')) return [];
  const named = collectionsBehindStar(path);
  return templates
    .filter(({ words, text }) => named.every((word) => words.has(word)) && coversText(path, text) !== 'no')
    .map(({ thing }) => thing);
}

/**
 * The words for collections that stand behind a star, which might stretch so far that they would be ids (`/restapis/*\/stages/*` and
 * `/restapis/a1b2/resources/stages/methods/GET`): nobody means that.
 */
function collectionsBehindStar(path: TextValue): readonly string[] {
  const segments = splitText(path, '/').map((segment) => literalOf(segment) ?? '');
  const star = segments.findIndex((segment) => segment.includes('*'));
  return star < 0 ? [] : segments.slice(star).filter((segment) => collections.has(segment));
}

const nowhere = { span: { start: 0, end: 0 }, at: { start: 0, end: 0 } };
const id: TextPart = { kind: 'reference', span: nowhere.span, to: { kind: 'pseudo', name: 'any id' } };
const more: TextPart = { kind: 'unknown', span: nowhere.span, written: '{+}' };

const templates = managementPaths.map((thing) => ({
  thing,
  text: templateOf(thing.path),
  words: new Set(thing.path.split('/')),
}));

const collections = new Set(templates.flatMap(({ words }) => [...words].filter((word) => /^[a-z]/.test(word))));

function templateOf(path: string): TextValue {
  const pieces = path.split(/(\{\+?\})/).filter((piece) => piece !== '');
  return {
    ...nowhere,
    parts: pieces.flatMap((piece) =>
      piece === '{}' ? [id] : piece === '{+}' ? [more] : madeText(nowhere, piece).parts,
    ),
  };
}
