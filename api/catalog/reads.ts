export type { CatalogIntake as CatalogWrites } from '../../db/catalog/catalog-intake';
export type { CatalogView as CatalogReads } from '../../db/catalog/catalog-view';
export type { CategoryIntake as CategoryWrites } from '../../db/catalog/category-intake';
export type { CategoryView as CategoryReads } from '../../db/catalog/category-view';
export type { OfferingView as OfferingReads } from '../../db/catalog/offering-view';
export type { OrganizationGroupIntake as OrganizationGroupWrites } from '../../db/catalog/organization-group-intake';
export type { OrganizationGroupView as OrganizationGroupReads } from '../../db/catalog/organization-group-view';
export type { PriceHistoryView as PriceHistoryReads } from '../../db/catalog/price-history-view';
