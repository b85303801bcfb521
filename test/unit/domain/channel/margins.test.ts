import fc from 'fast-check';
import { byLevel, levels } from '../../../../domain/channel/chain';
import type { MarkUps } from '../../../../domain/channel/margins';
import {
  discountedStreetPrice,
  lineChain,
  marginsOf,
  negativeMargins,
  platformShare,
  unitChain,
} from '../../../../domain/channel/margins';
import type { MarkUp } from '../../../../domain/channel/mark-up';
import { Big, decimal } from '../../../../domain/decimal';
import { fraction, whole } from '../../../../domain/fraction';
import type { RoundingMode } from '../../../../domain/money';
import { addMoney } from '../../../../domain/money';
import { settled } from '../../../support/amounts';
import { currencies, decimals, saleQuantities } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

const markUp: fc.Arbitrary<MarkUp | null> = fc.option(
  fc.record({ kind: fc.constantFrom('percentage', 'value'), value: decimals(10n ** 6n, 4) }),
);
const markUps: fc.Arbitrary<MarkUps> = fc.record({ wholesale: markUp, sellIn: markUp, sellOut: markUp });
const shares = fc.tuple(fc.nat(31), fc.constant(31)).map(([part, of]) => fraction(part, of));
const modes = fc.constantFrom<RoundingMode>('half-up', 'half-even', 'up');
const none: MarkUps = { wholesale: null, sellIn: null, sellOut: null };
const percent = (value: string): MarkUp => ({ kind: 'percentage', value });

describe('unitChain', () => {
  it('repeats the price above for a tier that is missing', () => {
    fc.assert(
      fc.property(decimals(10n ** 8n, 10), (cost) => {
        expect(new Set(Object.values(unitChain(cost, none))).size).toBe(1);
      }),
    );
  });

  it('keeps every digit on the way down', () => {
    expect(unitChain('0.0001234', { wholesale: percent('10'), sellIn: percent('10'), sellOut: percent('10') })).toEqual(
      {
        vendorCost: '0.0001234',
        wholesale: '0.00013574',
        sellIn: '0.000149314',
        sellOut: '0.0001642454',
      },
    );
  });

  it('makes no price negative', () => {
    expect(() => unitChain('5', { ...none, sellIn: percent('-100.1') })).toThrow(
      refusal('price-entry-invalid', { level: 'sellIn' }),
    );
    expect(unitChain('5', { ...none, sellIn: percent('-100') }).sellOut).toBe('0');
    expect(() => unitChain('5', { ...none, wholesale: { kind: 'value', value: '1e3' } })).toThrow(
      refusal('decimal-invalid'),
    );
  });
});

describe('marginsOf', () => {
  it('gives vendor and tiers together exactly what the customer pays', () => {
    fc.assert(
      fc.property(
        fc.tuple(decimals(10n ** 8n, 10), markUps, saleQuantities, shares, currencies, modes),
        ([cost, tiers, quantity, share, currency, mode]) => {
          const units = unitChain(cost, tiers);
          const lines = lineChain(
            byLevel((level) => decimal(units[level]).times(decimal(quantity))),
            share,
            currency,
            mode,
          );
          const { platform, distributor, reseller } = marginsOf(lines);
          expect(addMoney(currency, [lines.vendorCost, platform, distributor, reseller])).toEqual(lines.sellOut);
          if (tiers.sellIn === null) expect(distributor.minor).toBe('0');
        },
      ),
    );
  });
});

describe('negativeMargins', () => {
  it('names the tiers that sell below what they pay', () => {
    const line = (sellIn: string, sellOut: string) => ({
      ...byLevel(() => settled('10', 'EUR')),
      sellIn: settled(sellIn, 'EUR'),
      sellOut: settled(sellOut, 'EUR'),
    });
    expect(negativeMargins(line('12', '11'))).toEqual(['reseller']);
    expect(negativeMargins(line('9', '8'))).toEqual(['distributor', 'reseller']);
    expect(negativeMargins(line('10', '10'))).toEqual([]);
  });
});

describe('discountedStreetPrice', () => {
  it('takes a flat percentage off, exactly', () => {
    expect(discountedStreetPrice('0.0520', '7.5')).toBe('0.0481');
    expect(discountedStreetPrice('0.10', '0')).toBe('0.1');
    expect(discountedStreetPrice('0.10', '100')).toBe('0');
  });
});

describe('platformShare', () => {
  it('rounds on each line, then adds', () => {
    const lines = ['0.05', '0.05', '0.04'].map((line) => settled(line, 'EUR'));
    expect(platformShare('10', lines, 'EUR')).toEqual(settled('0.02', 'EUR'));
    expect(platformShare('10', [], 'EUR')).toEqual(settled('0', 'EUR'));
  });
});

describe('lineChain', () => {
  it('rounds each level once, on the line', () => {
    const amounts = { ...byLevel(() => new Big('2.331')), sellOut: new Big('7.867125') };
    expect(levels.map((level) => lineChain(amounts, whole, 'EUR')[level].minor)).toEqual(['233', '233', '233', '787']);
  });
});
