import type { Slot } from '../model/policy.ts';

const slots: Readonly<Record<string, Slot>> = {
  SERVICE_CONTROL_POLICY: 'scp',
  RESOURCE_CONTROL_POLICY: 'rcp',
};

/** What AWS Organizations makes of a policy by its type; undefined for tag policies and the like, which are no IAM policies. */
export function organizationSlot(type: string | undefined): Slot | undefined {
  return type !== undefined && Object.hasOwn(slots, type) ? slots[type] : undefined;
}
