import fc from 'fast-check';
import { fraction, nothing, whole } from '../../../../domain/fraction';
import { addMoney } from '../../../../domain/money';
import type { ChangedItem, PeriodChange } from '../../../../domain/pricing/change';
import { creditAndCharge, deltaLines } from '../../../../domain/pricing/change';
import { settled } from '../../../support/amounts';
import { decimals } from '../../../support/arbitraries';

const items: fc.Arbitrary<ChangedItem[]> = fc.array(
  fc.record({
    component: fc.constantFrom('licence', 'seats', 'setup'),
    charge: fc.constantFrom('fixed', 'limit', 'usage', 'postpaid', 'one-time', 'plan-switch'),
    cost: decimals(10n ** 8n, 10),
  }),
  { maxLength: 5 },
);
const shares = fc.tuple(fc.nat(744), fc.constant(744)).map(([part, of]) => fraction(part, of));
const changes: fc.Arbitrary<PeriodChange> = fc.record({
  mode: fc.constantFrom('hours', 'none'),
  share: shares,
  remove: items,
  add: items,
  restart: fc.boolean(),
  currency: fc.constant('EUR'),
});
const seats = (cost: string): ChangedItem => ({ component: 'seats', charge: 'limit', cost });
const upgrade: PeriodChange = {
  mode: 'hours',
  share: fraction(242, 720),
  remove: [seats('60')],
  add: [seats('90')],
  restart: false,
  currency: 'EUR',
};
const netOf = (change: PeriodChange): bigint => {
  const { credits, charges } = creditAndCharge(change);
  return BigInt(
    addMoney(
      'EUR',
      [...credits, ...charges].map(({ net }) => net),
    ).minor,
  );
};

describe('creditAndCharge', () => {
  it('writes no line of zero, no credit above and no charge below it', () => {
    fc.assert(
      fc.property(changes, (change) => {
        const { credits, charges } = creditAndCharge(change);
        expect(credits.every(({ net }) => BigInt(net.minor) < 0n)).toBe(true);
        expect(charges.every(({ net }) => BigInt(net.minor) > 0n)).toBe(true);
      }),
    );
  });

  it('never bills usage, and never gives back what was charged once', () => {
    fc.assert(
      fc.property(changes, items, (change, gone) => {
        const unshared = gone.filter(({ charge }) => charge === 'usage' || charge === 'one-time');
        const usage = gone.filter(({ charge }) => charge === 'usage');
        const more = { ...change, remove: [...change.remove, ...unshared], add: [...change.add, ...usage] };
        expect(creditAndCharge(more)).toEqual(creditAndCharge(change));
      }),
    );
  });

  it('undoes itself when nothing else has changed', () => {
    fc.assert(
      fc.property(changes, (change) => {
        const shared = change.add.filter(({ charge }) => charge !== 'one-time' && charge !== 'plan-switch');
        expect(netOf({ ...change, add: shared, remove: shared, restart: false })).toBe(0n);
      }),
    );
  });

  it('does not care about the order of items', () => {
    fc.assert(
      fc.property(changes, (change) => {
        const turned = { ...change, remove: [...change.remove].reverse(), add: [...change.add].reverse() };
        const { credits, charges } = creditAndCharge(turned);
        expect({ credits: [...credits].reverse(), charges: [...charges].reverse() }).toEqual(creditAndCharge(change));
      }),
    );
  });

  it('shares nothing in the mode none, but charges in full what is charged once or begins anew', () => {
    const none: PeriodChange = { ...upgrade, mode: 'none', share: nothing };
    const setup: ChangedItem = { component: 'setup', charge: 'one-time', cost: '99' };
    expect(creditAndCharge(none)).toEqual({ credits: [], charges: [] });
    expect(creditAndCharge({ ...none, add: [setup] }).charges).toEqual([
      { component: 'setup', net: settled('99', 'EUR') },
    ]);
    expect(creditAndCharge({ ...none, restart: true })).toEqual({
      credits: [],
      charges: [{ component: 'seats', net: settled('90', 'EUR') }],
    });
  });

  it('charges a restarted period in full and shares the credit alone', () => {
    expect(creditAndCharge({ ...upgrade, restart: true })).toEqual({
      credits: [{ component: 'seats', net: settled('-20.17', 'EUR') }],
      charges: [{ component: 'seats', net: settled('90.00', 'EUR') }],
    });
  });

  it('rounds as the installation does', () => {
    const charges = (rounding: 'half-up' | 'half-even' | 'up') =>
      creditAndCharge({ ...upgrade, share: fraction(1, 2), remove: [], add: [seats('0.25')], rounding }).charges;
    expect(charges('half-up')).toEqual([{ component: 'seats', net: settled('0.13', 'EUR') }]);
    expect(charges('half-even')).toEqual([{ component: 'seats', net: settled('0.12', 'EUR') }]);
  });
});

describe('deltaLines', () => {
  it('agrees with credit and charge to half a minor unit for each line', () => {
    fc.assert(
      fc.property(changes, (change) => {
        const delta = BigInt(
          addMoney(
            'EUR',
            deltaLines(change).map(({ net }) => net),
          ).minor,
        );
        const off = delta - netOf(change);
        const lines = BigInt(change.add.length + change.remove.length + 3);
        expect(2n * (off < 0n ? -off : off) <= lines).toBe(true);
      }),
    );
  });

  it('writes one line for each component that changes, rounded once', () => {
    const change = { ...upgrade, remove: [...upgrade.remove, { ...seats('7'), component: 'licence' }] };
    expect(deltaLines(change)).toEqual([
      { component: 'seats', net: settled('10.08', 'EUR') },
      { component: 'licence', net: settled('-2.35', 'EUR') },
    ]);
    expect(deltaLines({ ...upgrade, add: upgrade.remove })).toEqual([]);
    expect(deltaLines({ ...upgrade, share: whole })).toEqual([{ component: 'seats', net: settled('30', 'EUR') }]);
  });
});
