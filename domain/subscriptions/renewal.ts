import { levels } from '../channel/chain';
import { DomainError } from '../errors';
import { isSettleable } from '../money';
import type { RenewalSale } from '../pricing/renewal';
import { renewedTerms } from '../pricing/renewal';
import type { Channel, Terms } from '../pricing/terms';
import { prepaidRows } from '../proceeds/proceeds';
import type { Period } from '../time';

/** What a customer could buy of a plan at an instant; `undefined` where it has no price then. */
export type FoundSale = (RenewalSale & { readonly channel: Channel }) | undefined;

/** The terms of the next order window, and if the old ones stay, why. */
export interface Renewal {
  readonly terms: Terms;
  readonly kept: string | null;
}

/**
 * Renews terms for the window that begins with `period`. A turn never stops for it: where the prices of now cannot be
 * applied, what was sold stays for another window.
 */
export const renew = (terms: Terms, sale: FoundSale, period: Period): Renewal => {
  if (sale === undefined) return { terms, kept: 'the plan has no price' };
  if (channelKey(sale.channel) !== channelKey(terms.channel))
    return { terms, kept: 'the customer buys through another channel' };
  try {
    const renewed = renewedTerms(terms, sale);
    checkCharged(renewed, period);
    return { terms: renewed, kept: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { terms, kept: reasonOf(error) };
  }
};

const channelKey = ({ platformId, distributorId, resellerId }: Channel): string =>
  [platformId, distributorId, resellerId].join();

const checkCharged = (terms: Terms, period: Period): void => {
  for (const { component, amounts } of prepaidRows(terms, period)) {
    if (levels.every((level) => isSettleable(amounts[level]))) continue;
    throw new DomainError('quantity-invalid', 'the amount is beyond what can be settled', { component });
  }
};

const reasonOf = ({ message, details: { component } }: DomainError): string =>
  component === undefined ? message : `${String(component)}: ${message}`;
