import type { ApprovalDeps } from './approvals/routes';
import { approvalRoutes } from './approvals/routes';
import type { AuditDeps } from './audit/routes';
import { auditRoutes } from './audit/routes';
import type { AttachmentDeps } from './catalog/attachment-routes';
import { attachmentRoutes } from './catalog/attachment-routes';
import type { ChoiceDeps } from './catalog/choice-routes';
import { choiceRoutes } from './catalog/choice-routes';
import type { CategoryDeps } from './catalog/category-routes';
import { categoryRoutes } from './catalog/category-routes';
import type { ImportDeps } from './catalog/import-routes';
import { importRoutes } from './catalog/import-routes';
import type { OrganizationGroupDeps } from './catalog/organization-group-routes';
import { organizationGroupRoutes } from './catalog/organization-group-routes';
import type { PriceHistoryDeps } from './catalog/price-history-routes';
import { priceHistoryRoutes } from './catalog/price-history-routes';
import type { CatalogDeps } from './catalog/routes';
import { catalogRoutes } from './catalog/routes';
import type { ExchangeRateDeps } from './channel/exchange-rate-routes';
import { exchangeRateRoutes } from './channel/exchange-rate-routes';
import type { PlatformShareDeps } from './channel/platform-share-routes';
import { platformShareRoutes } from './channel/platform-share-routes';
import type { PriceListDeps } from './channel/routes';
import type { ListFileDeps } from './channel/list-file-desk';
import { listFileRoutes } from './channel/list-file-routes';
import { priceListRoutes } from './channel/routes';
import type { ClockDeps } from './clocks/routes';
import { clockRoutes } from './clocks/routes';
import type { BundleRouteDeps } from './discounts/bundle-routes';
import { bundleRoutes } from './discounts/bundle-routes';
import type { OfferedDiscountDeps } from './discounts/discount-routes';
import { offeredDiscountRoutes } from './discounts/discount-routes';
import type { DiscountDeps } from './discounts/routes';
import { discountRoutes } from './discounts/routes';
import type { EventDeps } from './events/routes';
import { eventRoutes } from './events/routes';
import type { OrganizationDeps } from './identity/organization-routes';
import { organizationRoutes } from './identity/organization-routes';
import type { ApiKeyDeps } from './identity/api-key-routes';
import { apiKeyRoutes } from './identity/api-key-routes';
import type { ProjectDeps } from './identity/project-routes';
import { projectRoutes } from './identity/project-routes';
import type { LoginDeps } from './identity/login-routes';
import { loginRoutes } from './identity/login-routes';
import type { MemberDeps } from './identity/member-routes';
import { memberRoutes } from './identity/member-routes';
import { identityRoutes } from './identity/routes';
import type { InvoiceDeps } from './invoices/routes';
import { invoiceRoutes } from './invoices/routes';
import type { MeteringDeps } from './metering/routes';
import { meteringRoutes } from './metering/routes';
import type { OrderDeps } from './orders/routes';
import { orderRoutes } from './orders/routes';
import type { PricingDeps } from './pricing/routes';
import { pricingRoutes } from './pricing/routes';
import type { ProceedsDeps } from './proceeds/routes';
import { proceedsRoutes } from './proceeds/routes';
import type { Route } from './route';
import type { SubscriptionDeps } from './subscriptions/routes';
import { subscriptionRoutes } from './subscriptions/routes';
import type { SyndicationDeps } from './syndication/routes';
import { syndicationRoutes } from './syndication/routes';

/** What the handlers of all features need. */
export type RouteDeps = OrganizationDeps &
  ApiKeyDeps &
  AuditDeps &
  ProjectDeps &
  LoginDeps &
  MemberDeps &
  CatalogDeps &
  ChoiceDeps &
  AttachmentDeps &
  PriceListDeps &
  ListFileDeps &
  ExchangeRateDeps &
  PriceHistoryDeps &
  ImportDeps &
  CategoryDeps &
  OrganizationGroupDeps &
  PricingDeps &
  DiscountDeps &
  OfferedDiscountDeps &
  BundleRouteDeps &
  OrderDeps &
  ApprovalDeps &
  SubscriptionDeps &
  SyndicationDeps &
  MeteringDeps &
  ProceedsDeps &
  PlatformShareDeps &
  InvoiceDeps &
  EventDeps &
  ClockDeps;

/** Every operation, in the order of the reference. */
export const createRoutes = (deps: RouteDeps): readonly Route[] => [
  ...identityRoutes(),
  ...organizationRoutes(deps),
  ...apiKeyRoutes(deps),
  ...projectRoutes(deps),
  ...loginRoutes(deps),
  ...memberRoutes(deps),
  ...catalogRoutes(deps),
  ...attachmentRoutes(deps),
  ...choiceRoutes(deps),
  ...listFileRoutes(deps),
  ...priceListRoutes(deps),
  ...exchangeRateRoutes(deps),
  ...platformShareRoutes(deps),
  ...priceHistoryRoutes(deps),
  ...importRoutes(deps),
  ...categoryRoutes(deps),
  ...organizationGroupRoutes(deps),
  ...pricingRoutes(deps),
  ...discountRoutes(deps),
  ...offeredDiscountRoutes(deps),
  ...bundleRoutes(deps),
  ...orderRoutes(deps),
  ...approvalRoutes(deps),
  ...subscriptionRoutes(deps),
  ...syndicationRoutes(deps),
  ...meteringRoutes(deps),
  ...proceedsRoutes(deps),
  ...invoiceRoutes(deps),
  ...clockRoutes(deps),
  ...eventRoutes(deps),
  ...auditRoutes(deps),
];
