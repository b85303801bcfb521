import fc from 'fast-check';
import { levels } from '../../../../domain/channel/chain';
import { decimal } from '../../../../domain/decimal';
import { roundShareToMoney, whole } from '../../../../domain/fraction';
import { planChange } from '../../../../domain/pricing/change-plan';
import { explainRows } from '../../../../domain/pricing/explain';
import { changeOf, changes, perUnit, soldAt, termsWith } from '../../../support/changes';

const everybody = { levels, prices: null };

describe('explainRows', () => {
  it('leads to every figure of a change: its parts, the part of the period, and the one rounding', () => {
    fc.assert(
      fc.property(changes, (change) => {
        const { now, atPeriodEnd, deferred } = planChange(change);
        for (const { terms, rows, since } of [...now, ...atPeriodEnd, ...deferred]) {
          const explained = explainRows(terms, rows, everybody, since);
          expect(explained).toHaveLength(rows.length);
          rows.forEach((row, at) => {
            for (const level of levels) {
              const { parts, exact, share = whole, roundingMode, net } = explained[at]!.levels[level]!;
              const sum = parts.reduce((all, { amount }) => all.plus(decimal(amount)), decimal('0'));
              expect(sum.eq(decimal(exact))).toBe(true);
              expect(roundShareToMoney(sum, share, terms.currency, roundingMode)).toEqual(net);
              expect(net).toEqual(row.amounts[level]);
            }
          });
        }
      }),
    );
  });

  it('tells a difference as what is added less what it replaces', () => {
    const team = (seats: string) =>
      termsWith([soldAt('seats', 'limit', perUnit('6'))], { quantities: { seats }, changeLines: 'delta' });
    const [priced] = planChange(changeOf(team('10'), team('15'))).now;
    const { terms, rows, since } = priced!;
    expect(explainRows(terms, rows, everybody, since)[0]?.levels.sellOut).toMatchObject({
      parts: [
        { units: '15', price: '6', amount: '90' },
        { units: '-10', price: '6', amount: '-60' },
      ],
      ...{ exact: '30', share: { part: '121', of: '360' }, net: { currency: 'EUR', minor: '1008' } },
    });
  });
});
