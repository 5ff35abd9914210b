import type { Unit } from '../graph/unit.ts';
import { literalOf } from '../model/text-value.ts';
import type { Change } from '../text/change.ts';
import type { TextEdit } from '../text/edit.ts';
import { touches, type Span } from '../text/span.ts';
import { actionRefactorings } from './policy-actions.ts';
import { losesNoComment } from './kept-comments.ts';
import { mergeRefactorings } from './policy-merge.ts';
import type { StatementPlace } from './policy-place.ts';
import { splitRefactorings } from './policy-split.ts';
import { syntaxRefactorings } from './policy-syntax.ts';
import type { Workspace } from './workspace.ts';

type Edits = ReadonlyMap<string, readonly TextEdit[]>;

/** Another way to write what a policy says: no request is decided otherwise. */
export interface PolicyRefactoring {
  /** In the protocol's terms. */
  readonly kind: 'rewrite' | 'extract' | 'inline';
  readonly name: string;
  readonly title: string;
  /** It makes a file, which not every editor can. */
  readonly creates?: true;
  /** Undefined when it turns out that it cannot be done. */
  readonly changes: () => readonly Change[] | undefined;
}

/** A refactoring that is offered; what it would write is worked out when somebody asks. */
export interface OfferedRefactoring extends Omit<PolicyRefactoring, 'changes'> {
  /** Undefined where the file would lose something by it: a comment, or what an alias elsewhere stands for. */
  readonly edits: () => Edits | undefined;
  /** Why there are none, as a clause. */
  readonly refusal: () => string;
}

/** Nobody rewrites by hand what is far longer than AWS takes, and the menu is asked for at every step of the cursor. */
const longest = 200_000;

/** The other ways to write the policy at a place, and the statement and the actions in it. */
export function policyRefactoringsAt(workspace: Workspace, uri: string, range: Span): readonly OfferedRefactoring[] {
  const unit = workspace.unitOf(uri);
  return unit ? [...found(workspace, unit, uri, range)].map((one) => offered(workspace, one)) : [];
}

function* found(workspace: Workspace, unit: Unit, uri: string, range: Span): Iterable<PolicyRefactoring> {
  const isHere = (span: Span): boolean => touches(span, range);
  const policy = unit.policies.find(
    ({ document }) => document.uri === uri && !document.made && document.problems.length === 0 && isHere(document.span),
  );
  if (!policy) return;
  const { document } = policy;
  if (document.span.end - document.span.start > longest) return;
  const { catalog } = workspace;
  const statement = document.statements.find(({ span }) => isHere(span));
  const effect = literalOf(statement?.effect);
  const isWhole = statement?.complete && !statement.conditional && statement.misfits.length === 0;
  if (catalog && statement && isWhole && (effect === 'Allow' || effect === 'Deny')) {
    const place: StatementPlace = { uri, range, policy, statement, effect, catalog };
    yield* actionRefactorings(place);
    yield* splitRefactorings(place);
    yield* mergeRefactorings(place);
  }
  const text = workspace.textOf(uri);
  const tree = workspace.treeOf(uri);
  const facts = workspace.factsOf(uri);
  if (text !== undefined && tree && facts)
    yield* syntaxRefactorings({ uri, text, tree, facts, document, isFile: (other) => workspace.has(other) });
}

function offered(workspace: Workspace, { changes, ...rest }: PolicyRefactoring): OfferedRefactoring {
  const tried = (): Edits | undefined => {
    const wanted = changes();
    const edits = wanted && workspace.editsOf({ title: rest.title, changes: wanted });
    return edits && edits.size > 0 ? edits : undefined;
  };
  return {
    ...rest,
    edits: () => {
      const edits = tried();
      return edits && losesNoComment(workspace, edits) ? edits : undefined;
    },
    refusal: () => (tried() ? 'a comment would be lost' : 'this text cannot be changed so without harm'),
  };
}
