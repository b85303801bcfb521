import type { Knex } from 'knex';
import { createApprovalView } from '../db/approvals/approval-view';
import { createDelegationIntake } from '../db/approvals/delegation-intake';
import { createDelegationView } from '../db/approvals/delegation-view';
import { createPolicyIntake } from '../db/approvals/policy-intake';
import { createPolicyView } from '../db/approvals/policy-view';
import { createAuditIntake } from '../db/audit/audit-intake';
import { createAuditView } from '../db/audit/audit-view';
import { tellAuditContext } from '../db/audit/tell-context';
import { createAttachmentIntake } from '../db/catalog/attachment-intake';
import { createAttachmentView } from '../db/catalog/attachment-view';
import { createCatalogIntake } from '../db/catalog/catalog-intake';
import { createCatalogView } from '../db/catalog/catalog-view';
import { createCategoryIntake } from '../db/catalog/category-intake';
import { createCategoryView } from '../db/catalog/category-view';
import { createOfferingView } from '../db/catalog/offering-view';
import { createOrganizationGroupIntake } from '../db/catalog/organization-group-intake';
import { createOrganizationGroupView } from '../db/catalog/organization-group-view';
import { createPriceListFileIntake } from '../db/channel/list-file-intake';
import { createExchangeRateIntake } from '../db/channel/exchange-rate-intake';
import { createPlatformShareIntake } from '../db/channel/platform-share-intake';
import { createPlatformShareView } from '../db/channel/platform-share-view';
import { createExchangeRateView } from '../db/channel/exchange-rate-view';
import { createPriceListIntake } from '../db/channel/price-list-intake';
import { createPriceListView } from '../db/channel/price-list-view';
import { createPriceHistoryView } from '../db/catalog/price-history-view';
import { createClockIntake } from '../db/clocks/clock-intake';
import { createClockView } from '../db/clocks/clock-view';
import { createCouponIntake } from '../db/discounts/coupon-intake';
import { createCouponView } from '../db/discounts/coupon-view';
import { createDiscountIntake } from '../db/discounts/discount-intake';
import { createDiscountView } from '../db/discounts/discount-view';
import { createEventView } from '../db/events/event-view';
import { createActorView } from '../db/identity/actor-view';
import { createMemberIntake } from '../db/identity/member-intake';
import { createMemberView } from '../db/identity/member-view';
import { createScopeView } from '../db/identity/scope-view';
import { createOrganizationIntake } from '../db/identity/organization-intake';
import { createOrganizationView } from '../db/identity/organization-view';
import { createApiKeyIntake } from '../db/identity/api-key-intake';
import { createApiKeyView } from '../db/identity/api-key-view';
import { createKeyUseIntake } from '../db/identity/key-use-intake';
import { createProjectIntake } from '../db/identity/project-intake';
import { createProjectView } from '../db/identity/project-view';
import { createLoginIntake } from '../db/identity/login-intake';
import { createLoginView } from '../db/identity/login-view';
import { createInvoiceView } from '../db/invoices/invoice-view';
import { createUsageIntake } from '../db/metering/usage-intake';
import { createUsageView } from '../db/metering/usage-view';
import { createEnclosureIntake } from '../db/orders/enclosure-intake';
import { createEnclosureView } from '../db/orders/enclosure-view';
import { createBundleIntake } from '../db/orders/bundle-intake';
import { createOrderView } from '../db/orders/order-view';
import { createExclusionView } from '../db/pricing/exclusion-view';
import { createPlanPriceView } from '../db/pricing/plan-price-view';
import { createQuoteIntake } from '../db/pricing/quote-intake';
import { createQuoteView } from '../db/pricing/quote-view';
import { createSaleView } from '../db/pricing/sale-view';
import { createProceedsView } from '../db/proceeds/proceeds-view';
import { createResourceIntake } from '../db/subscriptions/resource-intake';
import { createSubscriptionView } from '../db/subscriptions/subscription-view';
import { createReportIntake } from '../db/syndication/report-intake';
import { createRunView } from '../db/syndication/run-view';
import { createVendorEndpointView } from '../db/syndication/vendor-endpoint-view';
import type { Books } from './process';

/** The one place that builds what the API reads and appends to. */
export const createBooks = (knex: Knex): Books => booksOn(tellAuditContext(knex));

const booksOn = (knex: Knex): Books => ({
  actors: createActorView(knex),
  approvals: createApprovalView(knex),
  approvalPolicies: createPolicyView(knex),
  approvalPolicyWrites: createPolicyIntake(knex),
  delegations: createDelegationView(knex),
  delegationWrites: createDelegationIntake(knex),
  audit: createAuditIntake(knex),
  auditTrail: createAuditView(knex),
  organizations: createOrganizationView(knex),
  organizationWrites: createOrganizationIntake(knex),
  apiKeys: createApiKeyView(knex),
  apiKeyWrites: createApiKeyIntake(knex),
  keyUses: createKeyUseIntake(knex),
  members: createMemberView(knex),
  memberWrites: createMemberIntake(knex),
  scopes: createScopeView(knex),
  projects: createProjectView(knex),
  projectWrites: createProjectIntake(knex),
  logins: createLoginView(knex),
  loginWrites: createLoginIntake(knex),
  offerings: createOfferingView(knex),
  attachments: createAttachmentView(knex),
  attachmentWrites: createAttachmentIntake(knex),
  priceLists: createPriceListView(knex),
  priceListWrites: createPriceListIntake(knex),
  priceListFiles: createPriceListFileIntake(knex),
  platformShares: createPlatformShareView(knex),
  platformShareWrites: createPlatformShareIntake(knex),
  exchangeRates: createExchangeRateView(knex),
  exchangeRateWrites: createExchangeRateIntake(knex),
  priceHistory: createPriceHistoryView(knex),
  catalogs: createCatalogView(knex),
  catalogWrites: createCatalogIntake(knex),
  categories: createCategoryView(knex),
  categoryWrites: createCategoryIntake(knex),
  organizationGroups: createOrganizationGroupView(knex),
  organizationGroupWrites: createOrganizationGroupIntake(knex),
  sales: createSaleView(knex),
  exclusions: createExclusionView(knex),
  planPrices: createPlanPriceView(knex),
  quotes: createQuoteView(knex),
  quoteWrites: createQuoteIntake(knex),
  coupons: createCouponView(knex),
  couponWrites: createCouponIntake(knex),
  discounts: createDiscountView(knex),
  discountWrites: createDiscountIntake(knex),
  bundleWrites: createBundleIntake(knex),
  orders: createOrderView(knex),
  enclosures: createEnclosureIntake(knex),
  sealedAnswers: createEnclosureView(knex),
  subscriptions: createSubscriptionView(knex),
  resources: createResourceIntake(knex),
  runs: createRunView(knex),
  vendorEndpoints: createVendorEndpointView(knex),
  inbox: createReportIntake(knex),
  usage: createUsageView(knex),
  meter: createUsageIntake(knex),
  proceeds: createProceedsView(knex),
  invoices: createInvoiceView(knex),
  events: createEventView(knex),
  clocks: createClockView(knex),
  clockWrites: createClockIntake(knex),
  ping: () => knex.raw('select 1'),
});
