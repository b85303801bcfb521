import type { OrderEvent, OrderState } from '../../../../domain/orders/order';
import { checkPending, firstOrderState, nextOrderState, orderStates } from '../../../../domain/orders/order';
import { refusal } from '../../../support/refusals';

const events: readonly OrderEvent[] = [
  'approved',
  'rejected',
  'cancelled',
  'deadline-passed',
  'carried-out',
  'carrying-out-failed',
];
const legal: Readonly<Record<string, OrderState>> = {
  'pending-consumer approved': 'executing',
  'pending-consumer rejected': 'rejected',
  'pending-consumer cancelled': 'cancelled',
  'pending-consumer deadline-passed': 'expired',
  'executing carried-out': 'done',
  'executing carrying-out-failed': 'failed',
};
const pairs = orderStates.flatMap((state) => events.map((event) => [state, event] as const));
const pending = { state: 'pending-consumer', decidedBy: null } as const;

describe('nextOrderState', () => {
  it.each(pairs)('moves by the table or refuses: %s, %s', (state, event) => {
    const next = legal[`${state} ${event}`];
    if (next === undefined) expect(() => nextOrderState(state, event)).toThrow(refusal('order-move-illegal'));
    else expect(nextOrderState(state, event)).toBe(next);
  });

  it('has no way out of a final state, and one out of every other', () => {
    const stuck = orderStates.filter((state) => events.every((event) => !(`${state} ${event}` in legal)));
    expect(stuck).toEqual(['done', 'rejected', 'cancelled', 'expired', 'failed']);
  });

  it('tells what it refused', () => {
    expect(() => nextOrderState('done', 'cancelled')).toThrow(
      refusal('order-move-illegal', { state: 'done', event: 'cancelled' }),
    );
  });
});

describe('firstOrderState', () => {
  it('waits for a decision unless the creator may approve', () => {
    expect([firstOrderState(false), firstOrderState(true)]).toEqual(['pending-consumer', 'executing']);
  });
});

describe('checkPending', () => {
  it('takes what is said about a pending order', () => {
    expect(() => checkPending(pending)).not.toThrow();
  });

  it.each(orderStates)('refuses to decide twice, in state %s', (state) => {
    expect(() => checkPending({ state, decidedBy: 'carl' })).toThrow(refusal('order-decided'));
  });

  it.each(orderStates.filter((state) => state !== 'pending-consumer'))('refuses a decision too late: %s', (state) => {
    expect(() => checkPending({ ...pending, state })).toThrow(refusal('order-closed'));
  });
});
