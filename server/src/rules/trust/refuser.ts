import type { SlotUse } from '../../model/policy.ts';

/** Who refuses a policy of the wrong kind: the command that takes it, or the deployment of its template. */
export function refuserOf({ command, name, carrier }: SlotUse): string {
  if (command) return name;
  return carrier.startsWith('AWS::') ? 'the deployment' : carrier;
}
