import type { Span } from '../text/span.ts';
import type { TextValue } from './text-value.ts';

/** Where a policy document stands, which says what AWS will do with it. */
export type Slot = 'trust' | 'identity' | 'resource' | 'endpoint' | 'boundary' | 'scp' | 'rcp';

/** What is written, whatever the place: decided by `shapeOf` in policy-shape.ts. */
export type Shape = 'trust' | 'identity' | 'resource' | 'unclear';

export interface PolicyDocument {
  readonly uri: string;
  /** The document's node. */
  readonly span: Span;
  /** Undefined for a loose file: the graph gives it the slots of those who refer to it. */
  readonly slot: SlotUse | undefined;
  readonly id: TextValue | undefined;
  readonly version: TextValue | undefined;
  /** Every key at the top, as written. */
  readonly keys: readonly ElementKey[];
  /** The key and the value of Statement. */
  readonly statementKey: Span | undefined;
  readonly statementAt: Span | undefined;
  readonly statementIsList: boolean;
  readonly statements: readonly Statement[];
  /** False when a part of the document cannot be read (a transform, an opaque function): nothing may be said of what is absent. */
  readonly complete: boolean;
  /** Characters without white space as JSON, of the parts that are written out; undefined for a short policy. */
  readonly size: number | undefined;
  /** Values of another kind than the element takes. */
  readonly misfits: readonly Misfit[];
  /** What keeps the text from being read as JSON, if it is JSON; nothing else is said of a text with such. */
  readonly problems: readonly { readonly span: Span; readonly message: string }[];
  /** Commas behind the last entry of JSON: our reading passes them over, AWS's does not. */
  readonly extraCommas?: readonly Span[];
  /** The first comment of JSON: the same. */
  readonly comment?: Span;
  /**
   * The format has comments and CloudFormation functions ('template'), is bare JSON or YAML ('plain'), or JSON written as a text of a
   * template ('text'), where no function is heard.
   */
  readonly host: 'template' | 'text' | 'plain';
  /** The format makes it unasked or in other words (SAM's policy templates, connectors, roles of events): nothing of it is written, so no rule about what is written looks at it. */
  readonly made?: true;
}

/** A key of a policy or of a statement, as written. */
export interface ElementKey {
  readonly name: string;
  readonly span: Span;
  /** The value's node; the key's where nothing is written yet. */
  readonly at: Span;
  /** A word of JSON without quotes: it breaks the text off, or belongs to what follows a quote that is not closed yet. */
  readonly isBare: boolean;
}

/** A value that is no text where a text is wanted, no mapping where a mapping is wanted, and the like. */
export interface Misfit {
  /** The element that it stands in: `Action`, `Condition`, `Version`. */
  readonly element: string;
  readonly elementSpan: Span;
  readonly at: Span;
  readonly wanted:
    'a text' | 'a text or a list of texts' | 'a mapping' | 'a statement or a list of them' | 'a statement';
  readonly found: 'a number' | 'a boolean' | 'null' | 'a text' | 'a list' | 'a mapping';
  /** A number or a boolean as it is written. */
  readonly text: string | undefined;
}

export interface SlotUse {
  readonly slot: Slot;
  /** The word that makes it that slot: the property's key, the command's option. */
  readonly span: Span;
  readonly uri: string;
  /** The property or command in AWS's spelling: `AssumeRolePolicyDocument`, `PolicyDocument`, `create-policy`. */
  readonly name: string;
  /** Who carries the policy, in AWS's spelling: `AWS::IAM::Role`, `AWS::IAM::ManagedPolicy`, `aws iam`. */
  readonly carrier: string;
  /** The carrying resource's logical id, if it has one. */
  readonly carrierId?: string;
  /** The roles (users, groups) it is attached to, as far as the file says. */
  readonly attachedTo: readonly TextValue[];
  /** What to remove so that the policy is gone altogether: a key's span (a resource) or a list item's (an inline policy). */
  readonly removable?: Span;
  /** For a resource slot: the action prefix that it can speak of (`execute-api`), where it is only one. */
  readonly service?: string;
  readonly command?: CommandUse;
}

/** A command that takes the policy: where its words stand, for changes. */
export interface CommandUse {
  /** From the first word (`aws`) to the last. */
  readonly span: Span;
  /** `create-policy` */
  readonly verb: Span;
  /** The name of the option that takes the policy: `--policy-document`. */
  readonly option: Span;
  /** Every option as written; `value` is its word, with quotes, and undefined for flags. */
  readonly options: readonly { readonly name: string; readonly span: Span; readonly value: Span | undefined }[];
}

export interface Statement {
  readonly uri: string;
  readonly span: Span;
  readonly sid: TextValue | undefined;
  readonly effect: TextValue | undefined;
  readonly principal: PrincipalElement | undefined;
  readonly notPrincipal: PrincipalElement | undefined;
  readonly action: TextElement | undefined;
  readonly notAction: TextElement | undefined;
  readonly resource: TextElement | undefined;
  readonly notResource: TextElement | undefined;
  readonly condition: ConditionElement | undefined;
  /** Every key of the statement, as written. */
  readonly keys: readonly ElementKey[];
  readonly misfits: readonly Misfit[];
  /** False when a key may be hidden (a function or a transform as a whole): nothing may be said of what is absent. */
  readonly complete: boolean;
  /** Stands in one branch of a condition: another branch may hold something else. */
  readonly conditional: boolean;
}

/** An element that holds one text or a list of them. */
export interface TextElement {
  readonly key: string;
  readonly keySpan: Span;
  /** The value's node. */
  readonly at: Span;
  readonly isList: boolean;
  /** With all alternatives of `Fn::If`; non-text items are left out and make it incomplete. */
  readonly values: readonly TextValue[];
  readonly complete: boolean;
  /** A condition decides what some of the values are. */
  readonly conditional: boolean;
}

export interface PrincipalElement {
  readonly key: 'Principal' | 'NotPrincipal';
  readonly keySpan: Span;
  readonly at: Span;
  /** `"Principal": "*"` (or any other bare text, which AWS refuses). */
  readonly bare: TextValue | undefined;
  /** A list stands where AWS wants a mapping. */
  readonly isList: boolean;
  readonly entries: readonly PrincipalEntry[];
  readonly complete: boolean;
  /** A condition decides which of the entries are there. */
  readonly conditional: boolean;
}

export interface PrincipalEntry {
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`, or what the author wrote. */
  readonly type: string;
  readonly typeSpan: Span;
  readonly at: Span;
  readonly isList: boolean;
  readonly values: readonly TextValue[];
  readonly complete: boolean;
  /** A condition decides what some of the values are. */
  readonly conditional: boolean;
}

export interface ConditionElement {
  readonly keySpan: Span;
  readonly at: Span;
  readonly operators: readonly ConditionOperator[];
  readonly tests: readonly ConditionTest[];
  readonly complete: boolean;
}

/** `"StringLike": { ... }` */
export interface ConditionOperator {
  readonly name: string;
  readonly span: Span;
  /** The mapping of keys. */
  readonly at: Span;
  /** The mapping is written, and holds nothing. */
  readonly isEmpty: boolean;
}

export interface ConditionTest {
  readonly operator: string;
  readonly operatorSpan: Span;
  readonly key: string;
  readonly keySpan: Span;
  /** The mapping of keys that it stands in. */
  readonly blockAt: Span;
  /** The value's node. */
  readonly at: Span;
  readonly isList: boolean;
  readonly values: readonly TextValue[];
  readonly complete: boolean;
  /** A condition of the template decides what some of the values are. */
  readonly conditional: boolean;
}

/** True when the text proves it; another spelling (`allow`) is refused by AWS and allows nothing. */
export function surelyAllows(statement: Statement): boolean {
  const [part, second] = statement.effect?.parts ?? [];
  return !second && part?.kind === 'literal' && part.source.text === 'Allow';
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export const documentElements: readonly string[] = ['Version', 'Id', 'Statement'];
export const statementElements: readonly string[] = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];
