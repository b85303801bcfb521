import type { Money } from '../../domain/money';
import { scaleOf } from '../../domain/money';

/** `settled('10.50', 'EUR')` has minor 1050; made of digits alone, so that no rounding rule is tested with itself. */
export const settled = (amount: string, currency: string): Money => {
  const [whole = '', part = ''] = amount.replace('-', '').split('.');
  const digits = BigInt(whole + part.padEnd(scaleOf(currency), '0'));
  return { currency, minor: (amount.startsWith('-') ? -digits : digits).toString() };
};

/** `a − b`, of one currency. */
export const difference = (a: Money, b: Money): Money => {
  if (a.currency !== b.currency) throw new TypeError('two currencies');
  return { currency: a.currency, minor: (BigInt(a.minor) - BigInt(b.minor)).toString() };
};
