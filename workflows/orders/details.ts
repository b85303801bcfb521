import * as wf from '@temporalio/workflow';
import type { Approver } from '../../domain/approvals/policy';
import type { ApprovalRun, RunStep } from '../../domain/approvals/run';
import type { OrderState } from '../../domain/orders/order';
import type { OrderRun } from '../../domain/orders/order-run';
import type { PlacedOrder } from '../../domain/orders/placed-order';

/** Tells operators in which state an order is, whom it waits for, and since when. */
export const describe = (order: PlacedOrder, { state, approval }: OrderRun, since: string): void => {
  const waiting: Partial<Record<OrderState, string>> = {
    'pending-consumer': `**Waits for** an approver of the customer since ${since}, until ${endOf(approval) ?? 'decided'}\n\n${approval === null ? '' : tableOf(approval)}`,
    executing: `**Waits for** subscription \`${order.subscriptionId}\` since ${since}`,
  };
  wf.setCurrentDetails(`**${state}** · ${order.kind} order\n\n${waiting[state] ?? `Ended ${since}`}`);
};

/** The first deadline of those who are asked. */
const endOf = (approval: ApprovalRun | null): string | undefined =>
  (approval?.steps ?? []).flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt])).sort()[0];

/** What the timer of an order that waits is for. */
export const reasonToWait = ({ approval }: OrderRun, due: string | null): string =>
  due === null || due === endOf(approval)
    ? `decision by the customer, until ${due ?? 'decided'}`
    : `next reminder, or end of an open question, at ${due}`;

const tableOf = ({ steps }: ApprovalRun): string =>
  [
    '| step | state | asked | approvals | since | reminded | until |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...steps.map(rowOf),
  ].join('\n');

// Names of steps are written by people: what would end a cell is taken out.
const cell = (text: string): string => text.replace(/[|\r\n`<>]/g, ' ');

const rowOf = (of: RunStep): string => {
  const { step, state, asked, given, askedAt, reminders, dueAt, question } = of;
  const until = question === null ? (dueAt ?? '') : `question of ${question.at}`;
  const cells = [step.name, state, asked.map(nameOf).join(', '), `${given.length} of ${step.quorum}`];
  return `| ${[...cells, askedAt ?? '', `${reminders}×`, until].map(cell).join(' | ')} |`;
};

const nameOf = (approver: Approver): string => {
  if (approver.kind === 'user') return `user ${approver.userId}`;
  return approver.kind === 'role' ? approver.role : 'who may approve';
};
