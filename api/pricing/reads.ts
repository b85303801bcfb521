export type { ExclusionView as ExclusionReads } from '../../db/pricing/exclusion-view';
export type { PlanPriceView as PlanPriceReads } from '../../db/pricing/plan-price-view';
export type { QuoteIntake as QuoteWrites } from '../../db/pricing/quote-intake';
export type { QuoteRecord, QuoteView as QuoteReads } from '../../db/pricing/quote-view';
export type { Sale, SaleView as SaleReads } from '../../db/pricing/sale-view';
