import type { Offering } from '../../domain/catalog/offering';
import type { Page, PageRequest } from '../page';

export type OfferingSummary = Omit<Offering, 'plans'>;

interface OfferingFilter {
  readonly search?: string | undefined;
  readonly category?: string | undefined;
  readonly vendorId?: string | undefined;
}

/** Active offerings are for everybody; a vendor sees its own in any state. */
export interface OfferingReads {
  list(
    filter: OfferingFilter,
    of: { readonly all: boolean; readonly organizationIds: readonly string[] },
    page: PageRequest,
  ): Promise<Page<OfferingSummary>>;
  /** With its plans, at the version of their prices that is valid at `now`. */
  find(offeringId: string, now: string): Promise<Offering | undefined>;
}
