import type { OfferingEntry, PlanEntry, PriceVersion, StoredPlan } from './catalog-file';
import type { PlanPrices } from './plan-prices';

/** A plan without its prices. */
type PlanValues = Omit<PlanEntry, 'state' | 'plannedPrices' | keyof PlanPrices> & Pick<StoredPlan, 'state'>;

/** A field with another value, both as text: what is no text as JSON. */
export interface FieldChange {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** One step of an import: what it is about, what it changes, and what is to be kept then (`values`). */
export type CatalogChange =
  | {
      readonly kind: 'create-offering' | 'update-offering';
      readonly offering: string;
      readonly fields: readonly FieldChange[];
      readonly values: Omit<OfferingEntry, 'plans'>;
    }
  | {
      readonly kind: 'create-plan' | 'update-plan' | 'remove-plan';
      readonly offering: string;
      readonly plan: string;
      readonly fields: readonly FieldChange[];
      readonly values: PlanValues;
    }
  | {
      readonly kind: 'set-prices';
      readonly offering: string;
      readonly plan: string;
      readonly version: number;
      readonly validFrom: string;
      /** Keys of the components that differ from the prices before. */
      readonly added: readonly string[];
      readonly changed: readonly string[];
      readonly removed: readonly string[];
      readonly values: PriceVersion;
    };
