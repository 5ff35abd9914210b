import type { ResourceIdentifiers } from '../catalog/resource-identifiers.ts';
import { concatTexts, madeText, type LogicalReference, type TextPart, type TextValue } from '../model/text-value.ts';

type Place = Pick<TextValue, 'span' | 'at'>;

/** The name that CloudFormation makes for a resource, as a hole that equals itself: `${Queue.QueueName}`. */
export function nameOfResource(
  resource: LogicalReference,
  { ref, nameAttribute }: ResourceIdentifiers,
  place: Place,
): TextValue {
  if (ref === 'name') return madeText(place, resource);
  return madeText(place, { ...resource, attribute: nameAttribute ?? '(name)', made: true });
}

/** The ARN of a resource of that name; undefined for types that have none. */
export function arnOfResource(known: ResourceIdentifiers, name: TextValue, place: Place): TextValue | undefined {
  const written = known.small ? withoutCapitals(name) : name;
  return known.arn === undefined ? undefined : filled(known.arn, written, place);
}

export function urlOfResource({ url }: ResourceIdentifiers, name: TextValue, place: Place): TextValue | undefined {
  return url === undefined ? undefined : filled(url, name, place);
}

const pseudo: Readonly<Record<string, string>> = {
  '${Partition}': 'AWS::Partition',
  '${Region}': 'AWS::Region',
  '${Account}': 'AWS::AccountId',
  '${URLSuffix}': 'AWS::URLSuffix',
};

function filled(pattern: string, name: TextValue, place: Place): TextValue {
  const pieces = pattern.split(/(\$\{\w+\})/).filter((piece) => piece !== '');
  return concatTexts(
    place,
    ...pieces.map((piece): TextValue => {
      if (piece === '${Name}') return name;
      if (!piece.startsWith('${')) return madeText(place, piece);
      const known = pseudo[piece];
      if (known !== undefined) return madeText(place, { kind: 'pseudo', name: known });
      return { ...place, parts: [{ kind: 'unknown', span: place.span, written: piece }] };
    }),
  );
}

/** A name with capitals stands in the ARN in a way that nobody promises. */
function withoutCapitals(name: TextValue): TextValue {
  return {
    ...name,
    parts: name.parts.map((part): TextPart => {
      if (part.kind !== 'literal' || !/[A-Z]/.test(part.source.text)) return part;
      return { kind: 'unknown', span: part.source.span, written: part.source.text };
    }),
  };
}
