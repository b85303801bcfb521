import type { DecimalText } from '../decimal';
import { decimal } from '../decimal';
import { DomainError } from '../errors';
import { scaleOf } from '../money';
import type { PlainDate } from '../time';

/** What one unit of a currency is worth in another, from a day on until there is a later rate. */
export interface ExchangeRate {
  readonly from: string;
  readonly to: string;
  readonly validFrom: PlainDate;
  readonly factor: DecimalText;
}

/** Far beyond what any two currencies are worth of each other. */
const mostFactor = '1000000000';

/**
 * Finds what is wrong with a rate: it has two currencies of ISO 4217, and a factor above zero.
 * @throws DomainError `currency-unknown`
 */
export const rateFault = ({
  from,
  to,
  factor,
}: ExchangeRate): { readonly pointer: string; readonly rule: string } | undefined => {
  for (const currency of [from, to]) scaleOf(currency);
  if (from === to) return { pointer: '/to', rule: 'is the currency that it is converted from' };
  const value = decimal(factor);
  return value.gt('0') && value.lte(mostFactor)
    ? undefined
    : { pointer: '/factor', rule: `lies above 0, up to ${mostFactor}` };
};

/**
 * The rate that counts on a day: the latest that is valid by then; `null` where there is nothing to convert. Neither the
 * inverse of a rate nor a way over a third currency is taken: the table says what counts.
 * @throws DomainError `exchange-rate-missing`
 */
export const rateOn = (
  rates: readonly ExchangeRate[],
  { from, to, on }: { readonly from: string; readonly to: string; readonly on: PlainDate },
): ExchangeRate | null => {
  if (from === to) return null;
  const valid = rates.filter((rate) => rate.from === from && rate.to === to && rate.validFrom <= on);
  const latest = valid.reduce<ExchangeRate | undefined>(
    (best, rate) => (best === undefined || rate.validFrom > best.validFrom ? rate : best),
    undefined,
  );
  if (latest !== undefined) return latest;
  throw new DomainError('exchange-rate-missing', 'there is no rate between these currencies for that day', {
    from,
    to,
    on,
  });
};

/**
 * A rate comes after the last one of its currencies, so that what was converted on a day stays right.
 * @param latest The last rate of the same two currencies.
 * @returns whether it is there already, and nothing has to be done
 * @throws DomainError `exchange-rate-settled`
 */
export const isKnownRate = (next: ExchangeRate, latest: ExchangeRate | undefined): boolean => {
  if (latest === undefined || next.validFrom > latest.validFrom) return false;
  if (next.validFrom === latest.validFrom && decimal(next.factor).eq(decimal(latest.factor))) return true;
  throw new DomainError('exchange-rate-settled', 'there is a rate for that day, or for a later one', {
    validFrom: latest.validFrom,
  });
};
