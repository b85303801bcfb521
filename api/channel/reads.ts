export type { PlanName, PriceListFileIntake as PriceListFileWrites } from '../../db/channel/list-file-intake';
export type { PriceListIntake as PriceListWrites, PriceListSettings } from '../../db/channel/price-list-intake';
export type { PriceListRecord, PriceListView as PriceListReads } from '../../db/channel/price-list-view';
