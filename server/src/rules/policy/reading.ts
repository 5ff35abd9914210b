import { conditionOperator, type ConditionOperator } from '../../catalog/condition-operators.ts';
import type { Action, Catalog, ConditionKey } from '../../catalog/catalog.ts';
import type { PlacedPolicy, Unit } from '../../graph/unit.ts';
import { isAssumeAction, shapeOf } from '../../model/policy-shape.ts';
import type {
  ConditionTest,
  PolicyDocument,
  PrincipalElement,
  Slot,
  SlotUse,
  Statement,
  TextElement,
} from '../../model/policy.ts';
import { literalSourceOf, type TextValue } from '../../model/text-value.ts';
import { spanOf, type SourceText } from '../../text/source-text.ts';
import type { Span } from '../../text/span.ts';
import { ArnReading } from './arn-reading.ts';
import { isNamedGuard } from '../guard-name.ts';

/**
 * What the rules of a policy document look at, each thing read once for all of them. Only texts without holes are read: of what a
 * template fills in nothing is said here.
 */
export class PolicyReading {
  readonly placed: PlacedPolicy;
  readonly catalog: Catalog;
  readonly document: PolicyDocument;
  readonly use: SlotUse | undefined;
  readonly statements: readonly StatementReading[];
  readonly #unit: Unit;
  #hasAskedUnit = false;
  #kind: Slot | null | undefined;

  constructor(placed: PlacedPolicy, catalog: Catalog, unit: Unit) {
    this.placed = placed;
    this.catalog = catalog;
    this.#unit = unit;
    this.document = placed.document;
    this.use = placed.use;
    this.statements = placed.document.statements.map((statement) => new StatementReading(this, statement));
  }

  /** What stands around the policy. Whoever asks for it is asked again whenever the unit is another. */
  get unit(): Unit {
    this.#hasAskedUnit = true;
    return this.#unit;
  }

  /** Whether somebody asked for the unit since this was last called. */
  takeAskedUnit(): boolean {
    const has = this.#hasAskedUnit;
    this.#hasAskedUnit = false;
    return has;
  }

  /** Where the policy stands; for a loose file what its statements say, if they agree. */
  get kind(): Slot | undefined {
    if (this.#kind !== undefined) return this.#kind ?? undefined;
    this.#kind = this.use?.slot ?? this.#guessed() ?? null;
    return this.#kind ?? undefined;
  }

  #guessed(): Slot | undefined {
    const shape = shapeOf(this.document.statements);
    if (shape === 'unclear' || isNamedGuard(this.document.uri)) return undefined;
    // Principals, resources and nothing but assuming roles: a trust policy with a Resource too many, and of no resource.
    if (shape === 'resource' && this.statements.some(({ actions }) => actions.some(({ text }) => isAssumeAction(text))))
      return undefined;
    return shape;
  }

  /** The policy of a resource: of which service, where it is known. */
  get service(): string | undefined {
    return this.use?.slot === 'resource' ? this.use.service : undefined;
  }
}

export class StatementReading {
  readonly policy: PolicyReading;
  readonly statement: Statement;
  readonly effect: 'Allow' | 'Deny' | undefined;
  #actions: readonly ActionReading[] | undefined;
  #resources: readonly ResourceReading[] | undefined;
  #principals: readonly PrincipalReading[] | undefined;
  #tests: readonly TestReading[] | undefined;

  constructor(policy: PolicyReading, statement: Statement) {
    this.policy = policy;
    this.statement = statement;
    const effect = literalSourceOf(statement.effect)?.text;
    this.effect = effect === 'Allow' || effect === 'Deny' ? effect : undefined;
  }

  /** Of Action and NotAction. */
  get actions(): readonly ActionReading[] {
    return (this.#actions ??= [this.statement.action, this.statement.notAction].flatMap((element) =>
      readingsOf(element, (value, source) => new ActionReading(this, element as TextElement, value, source)),
    ));
  }

  /** Of Resource and NotResource. */
  get resources(): readonly ResourceReading[] {
    return (this.#resources ??= [this.statement.resource, this.statement.notResource].flatMap((element) =>
      (element?.values ?? []).map((value) => new ResourceReading(this, element as TextElement, value)),
    ));
  }

  /** Of Principal and NotPrincipal; a bare text has no type. */
  get principals(): readonly PrincipalReading[] {
    return (this.#principals ??= [this.statement.principal, this.statement.notPrincipal].flatMap((element) =>
      element ? principalReadings(this, element) : [],
    ));
  }

  get tests(): readonly TestReading[] {
    return (this.#tests ??= (this.statement.condition?.tests ?? [])
      .filter((test) => !test.operator.startsWith('Fn::') && !test.key.startsWith('Fn::'))
      .map((test) => new TestReading(this, test)));
  }

  /** Everything that decides what the statement is about can be read: nothing is hidden, nothing depends on a condition. */
  get isWhole(): boolean {
    return this.statement.complete && !this.statement.conditional;
  }
}

export class ActionReading {
  readonly at: StatementReading;
  readonly element: TextElement;
  readonly value: TextValue;
  readonly source: SourceText;
  readonly text: string;
  /** In lower case; empty where there is no colon. */
  readonly service: string;
  /** Behind the colon, in lower case; the whole text where there is none. */
  readonly name: string;
  readonly isWild: boolean;
  #covered: readonly Action[] | undefined;

  constructor(at: StatementReading, element: TextElement, value: TextValue, source: SourceText) {
    this.at = at;
    this.element = element;
    this.value = value;
    this.source = source;
    this.text = source.text;
    const lower = source.text.toLowerCase();
    const colon = lower.indexOf(':');
    this.service = colon < 0 ? '' : lower.slice(0, colon);
    this.name = lower.slice(colon + 1);
    this.isWild = lower.includes('*') || lower.includes('?');
  }

  get isNot(): boolean {
    return this.element.key === 'NotAction';
  }

  /** The actions that it covers, as far as the catalog knows them. */
  get covered(): readonly Action[] {
    return (this.#covered ??= this.at.policy.catalog.actionsMatching(this.text));
  }

  /** The part of the text from..to, as it stands in the file. */
  spanOf(from: number, to: number): Span {
    return spanOf(this.source, from, to);
  }
}

export class ResourceReading {
  readonly at: StatementReading;
  readonly element: TextElement;
  readonly value: TextValue;
  /** Undefined for a text with holes. */
  readonly source: SourceText | undefined;
  #arn: ArnReading | null | undefined;

  constructor(at: StatementReading, element: TextElement, value: TextValue) {
    this.at = at;
    this.element = element;
    this.value = value;
    this.source = literalSourceOf(value);
  }

  get text(): string | undefined {
    return this.source?.text;
  }

  get isNot(): boolean {
    return this.element.key === 'NotResource';
  }

  /** Undefined for a text that does not begin with `arn:`, and for one whose beginning cannot be read. */
  get arn(): ArnReading | undefined {
    if (this.#arn === undefined) this.#arn = ArnReading.of(this.value) ?? null;
    return this.#arn ?? undefined;
  }
}

export class PrincipalReading {
  readonly at: StatementReading;
  readonly element: PrincipalElement;
  /** `AWS`, `Service`, ...; undefined for a bare text. */
  readonly type: string | undefined;
  readonly value: TextValue;
  readonly source: SourceText;
  readonly text: string;

  constructor(
    at: StatementReading,
    element: PrincipalElement,
    type: string | undefined,
    value: TextValue,
    source: SourceText,
  ) {
    this.at = at;
    this.element = element;
    this.type = type;
    this.value = value;
    this.source = source;
    this.text = source.text;
  }
}

export class TestReading {
  readonly at: StatementReading;
  readonly test: ConditionTest;
  readonly operator: ConditionOperator | undefined;
  /** In lower case. */
  readonly key: string;
  #known: ConditionKey | null | undefined;
  #values: readonly ValueReading[] | undefined;

  constructor(at: StatementReading, test: ConditionTest) {
    this.at = at;
    this.test = test;
    this.operator = conditionOperator(test.operator);
    this.key = test.key.toLowerCase();
  }

  /** What the catalog says of the key. */
  get known(): ConditionKey | undefined {
    if (this.#known === undefined) this.#known = this.at.policy.catalog.conditionKey(this.key) ?? null;
    return this.#known ?? undefined;
  }

  /** The values without holes. */
  get values(): readonly ValueReading[] {
    return (this.#values ??= this.test.values.flatMap((value) => {
      const source = literalSourceOf(value);
      return source ? [new ValueReading(this, value, source)] : [];
    }));
  }

  /** All values are written out, and no condition decides which they are. */
  get isWhole(): boolean {
    return this.test.complete && !this.test.conditional && this.values.length === this.test.values.length;
  }
}

export class ValueReading {
  readonly at: TestReading;
  readonly value: TextValue;
  readonly source: SourceText;
  readonly text: string;

  constructor(at: TestReading, value: TextValue, source: SourceText) {
    this.at = at;
    this.value = value;
    this.source = source;
    this.text = source.text;
  }
}

function readingsOf<T>(
  element: TextElement | undefined,
  read: (value: TextValue, source: SourceText) => T,
): readonly T[] {
  return (element?.values ?? []).flatMap((value) => {
    const source = literalSourceOf(value);
    return source ? [read(value, source)] : [];
  });
}

function principalReadings(at: StatementReading, element: PrincipalElement): readonly PrincipalReading[] {
  const out: PrincipalReading[] = [];
  const take = (type: string | undefined, value: TextValue): void => {
    const source = literalSourceOf(value);
    if (source) out.push(new PrincipalReading(at, element, type, value, source));
  };
  if (element.bare) take(undefined, element.bare);
  for (const { type, values } of element.entries) for (const value of values) take(type, value);
  return out;
}
