export type { PlanName, PriceListFileIntake as PriceListFileWrites } from '../../db/channel/list-file-intake';
export type { ExchangeRateIntake as ExchangeRateWrites } from '../../db/channel/exchange-rate-intake';
export type { ExchangeRateView as ExchangeRateReads } from '../../db/channel/exchange-rate-view';
export type { PlatformShareIntake as PlatformShareWrites } from '../../db/channel/platform-share-intake';
export type { PlatformShareView as PlatformShareReads } from '../../db/channel/platform-share-view';
export type { PriceListIntake as PriceListWrites, PriceListSettings } from '../../db/channel/price-list-intake';
export type { PriceListRecord, PriceListView as PriceListReads } from '../../db/channel/price-list-view';
