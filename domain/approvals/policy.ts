import type { Role } from '../identity/permission-table';
import type { Money } from '../money';
import type { OrderKind } from '../orders/order';
import type { PlainDate } from '../time';

/** Who is asked: one person, whoever holds a role above the order, or whoever may approve it. */
export type Approver =
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'approvers' };

/** A length of time as people agree on it. */
export interface Span {
  readonly count: number;
  readonly unit: 'hours' | 'days' | 'working-days' | 'months';
}

/** Which days people work: `weekend` counts from 1, Monday, to 7. */
export interface WorkCalendar {
  readonly zone: string;
  readonly weekend: readonly number[];
  readonly holidays: readonly PlainDate[];
}

/** What the last deadline of a step does to it. */
type OnDeadline = 'expire' | 'reject' | 'approve';

/** People who are asked together. */
export interface ApprovalStep {
  readonly name: string;
  readonly approvers: readonly Approver[];
  /** How many of them have to approve; one rejection is enough. */
  readonly quorum: number;
  /** Asked only for more than this; an amount in another currency cannot be compared, so the step is asked. */
  readonly above: Money | null;
  /** True when the creator of the order may not decide, though among those asked. */
  readonly notCreator: boolean;
  readonly remindEvery: Span | null;
  /** Of each group by itself; without one the step waits for ever. */
  readonly deadline: Span | null;
  /** Who is asked next, group after group, each time that a deadline passes. */
  readonly escalation: readonly (readonly Approver[])[];
  readonly onDeadline: OnDeadline;
}

/** Who has to approve orders, and how long they are waited for. */
export interface ApprovalPolicy {
  readonly name: string;
  readonly kinds: readonly OrderKind[];
  /** True when the policies of wider scopes count as well; else this one takes their place. */
  readonly adds: boolean;
  /** True when the order of somebody who may approve is asked about too. */
  readonly asksApprovers: boolean;
  readonly order: 'sequence' | 'parallel';
  readonly calendar: WorkCalendar;
  readonly steps: readonly ApprovalStep[];
}

/** How many days the default policy waits. */
export const defaultDeadlineDays = 30;

/** What counts where no policy is attached: anybody who may approve, within 30 days. */
export const defaultPolicy: ApprovalPolicy = {
  name: 'Default',
  kinds: ['purchase', 'terminate'],
  adds: false,
  asksApprovers: false,
  order: 'sequence',
  calendar: { zone: 'UTC', weekend: [6, 7], holidays: [] },
  steps: [
    {
      name: 'Approval',
      approvers: [{ kind: 'approvers' }],
      quorum: 1,
      above: null,
      notCreator: true,
      remindEvery: null,
      deadline: { count: defaultDeadlineDays, unit: 'days' },
      escalation: [],
      onDeadline: 'expire',
    },
  ],
};

/** False where a quorum can never be reached. How many people hold a role is known only when they are asked. */
export const isEnough = (group: readonly Approver[], quorum: number): boolean => {
  const people = new Set(group.map((approver) => (approver.kind === 'user' ? approver.userId : null)));
  return people.has(null) || people.size >= quorum;
};
