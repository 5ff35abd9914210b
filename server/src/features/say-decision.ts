import type { Decision, Doubt, Ground, PolicyRole, StatementGround } from '../access/decision.ts';
import type { SlotUse } from '../model/policy.ts';
import { literalOf, printed } from '../model/text-value.ts';
import type { Place } from '../text/span.ts';
import { listed } from './markdown.ts';

const roleNames: Readonly<Record<PolicyRole, string>> = {
  identity: 'the permissions policy',
  resource: 'the resource policy',
  boundary: 'the permissions boundary',
  session: 'the session policy',
  scp: 'the service control policy',
  rcp: 'the resource control policy',
  endpoint: "the VPC endpoint's policy",
  trust: 'the trust policy',
};

/** `Allow "CallPets" in the permissions policy of KeeperGroup`; for a fact its own clause. */
export function sayGround(ground: Ground): string {
  if (ground.kind === 'fact') return ground.text;
  const { statement, effect, role, policy } = ground;
  const sid = literalOf(statement.sid);
  return `${effect}${sid === undefined || sid === '' ? '' : ` "${sid}"`} in ${roleNames[role]}${ofCarrier(policy.use)}`;
}

function ofCarrier(use: SlotUse | undefined): string {
  if (!use) return '';
  if (use.carrierId !== undefined) return ` of ${use.carrierId}`;
  return use.attachedTo.length > 0 ? ` of ${listed(use.attachedTo.map(printed), 3)}` : '';
}

/** Where a ground is written, if anywhere: all of a statement. */
export function placeOfGround(ground: Ground): Place | undefined {
  return ground.kind === 'fact' ? ground.place : { uri: ground.statement.uri, span: ground.statement.span };
}

/** What leaves an unknown decision open, to follow what would be so: `depending on aws:SourceIp`. Undefined: no statement is in doubt. */
export function sayDoubts({ because }: Decision): string | undefined {
  const statements = because.filter((ground) => ground.kind === 'statement' && ground.applies === 'maybe');
  const doubts = statements.flatMap((ground) => (ground as StatementGround).doubts);
  const keys = [...new Set(doubts.flatMap((doubt) => (doubt.kind === 'condition' ? [doubt.key] : [])))];
  const clauses = [
    keys.length > 0 ? `depending on ${listed(keys, 4)}` : '',
    has(doubts, 'part') ? 'for some of the requests' : '',
    has(doubts, 'hole') ? 'depending on a text that is known at deployment' : '',
    has(doubts, 'presence') ? 'depending on a condition of the template' : '',
  ].filter((clause) => clause !== '');
  return clauses.length > 0 ? listed(clauses) : undefined;
}

/** The first fact beside any statement. */
export function firstFact({ because }: Decision): string | undefined {
  return because.find((ground) => ground.kind === 'fact')?.text;
}

function has(doubts: readonly Doubt[], kind: Doubt['kind']): boolean {
  return doubts.some((doubt) => doubt.kind === kind);
}
