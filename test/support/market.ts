import { randomUUID } from 'node:crypto';
import { insertPrice } from './builders';
import type { Component } from '../../domain/catalog/offering';
import type { ApprovalPolicy } from '../../domain/approvals/policy';
import { underPolicies } from '../../domain/orders/under-policies';
import type { PlacedOrder } from '../../domain/orders/placed-order';
import { approvalDeadlineMs } from '../../domain/orders/placed-order';
import { quote } from '../../domain/pricing/quote';
import type { Terms } from '../../domain/pricing/terms';
import { freezeTerms } from '../../domain/pricing/terms';
import { addMilliseconds } from '../../domain/time';
import type { VendorAnswer } from './vendor-process';
import type { Stage } from './workflow-stage';
import type { PlanSettings } from '../../domain/catalog/settings';
import { defaultPlanSettings } from '../../domain/catalog/settings';

/** The organizations and people of every scenario. */
export interface Market {
  readonly platformId: string;
  readonly customerId: string;
  readonly projectId: string;
  readonly buyerId: string;
  readonly approverId: string;
}

/** Something a scenario's vendor sells. */
export interface Product {
  readonly vendorId: string;
  readonly vendorName: string;
  readonly offeringId: string;
  readonly plugin: string;
  readonly terms: Terms;
}

export const createMarket = async ({ knex }: Stage): Promise<Market> => {
  const [platformId, customerId, projectId, buyerId, approverId] = Array.from({ length: 5 }, () => randomUUID()) as [
    string,
    string,
    string,
    string,
    string,
  ];
  await knex('organizations').insert([
    { id: platformId, name: 'Platform', kinds: ['platform'], invoice_prefix: 'INV-', tax_percent: '19' },
    { id: customerId, name: 'Customer', kinds: ['customer'], parent_id: platformId, sandbox: true },
  ]);
  await knex('projects').insert({ id: projectId, organization_id: customerId, name: 'Project' });
  await knex('users').insert([
    { id: buyerId, name: 'Buyer' },
    { id: approverId, name: 'Approver' },
  ]);
  return { platformId, customerId, projectId, buyerId, approverId };
};

/** Set-up 50.00 once, licence 20.00 and three seats of 5.00 in advance, calls in arrears: 0.02 each up to 1000, then 0.01. */
export const components: readonly Component[] = [
  { key: 'set-up', name: 'Set-up', unit: 'once', charge: 'one-time', price: { kind: 'flat', price: '50.00' } },
  { key: 'licence', name: 'Licence', unit: 'month', charge: 'fixed', price: { kind: 'flat', price: '20.00' } },
  {
    key: 'seats',
    name: 'Seats',
    unit: 'seat',
    charge: 'limit',
    price: { kind: 'per-unit', unitPrice: '5.00' },
    min: '1',
  },
  {
    key: 'calls',
    name: 'Calls',
    unit: 'call',
    charge: 'usage',
    price: {
      kind: 'graduated',
      tiers: [
        { from: '1', to: '1000', unitPrice: '0.02' },
        { from: '1001', to: null, unitPrice: '0.01' },
      ],
    },
  },
];

export interface ProductOptions {
  readonly plugin?: 'webhook' | 'manual' | 'instant' | 'refusing' | 'clinging' | 'slow';
  readonly answers?: readonly VendorAnswer[];
  readonly periodMonths?: number | null;
  readonly settings?: Partial<PlanSettings>;
}

/** A new vendor with an endpoint of its own, and what it sells. */
export const addProduct = async (
  { knex, vendor, secrets }: Stage,
  market: Market,
  { plugin = 'webhook', answers = ['200'], periodMonths = 1, settings = {} }: ProductOptions = {},
): Promise<Product> => {
  const [vendorId, offeringId, planId] = [randomUUID(), randomUUID(), randomUUID()];
  const vendorName = `vendor-${vendorId.slice(0, 8)}`;
  await knex('organizations').insert({ id: vendorId, name: vendorName, kinds: ['vendor'] });
  await knex('vendor_endpoints').insert({
    vendor_id: vendorId,
    url: vendor.endpoint(vendorName, answers),
    sealed_secret: secrets.seal(webhookSecret, `vendor-endpoint|${vendorId}`),
  });
  const offering = { id: offeringId, vendor_id: vendorId, name: 'Team CRM', description: 'CRM', category: 'crm' };
  await knex('offerings').insert({ ...offering, plugin, state: 'active' });
  await knex('plans').insert({
    id: planId,
    offering_id: offeringId,
    name: 'Monthly',
    currency: 'EUR',
    period_months: periodMonths,
  });
  await insertPrice(knex, { id: planId, components }, 1, '2000-01-01T00:00:00.000Z');
  const plan = {
    ...{ id: planId, offeringId, name: 'Monthly', currency: 'EUR', periodMonths, priceVersion: 1, components },
    ...defaultPlanSettings,
    ...settings,
  };
  const terms = freezeTerms({
    plan,
    prices: { wholesale: [], sellIn: [], sellOut: [] },
    quantities: { seats: '3' },
    channel: { platformId: market.platformId, distributorId: null, resellerId: null },
    issuer: { id: market.platformId, prefix: 'INV-', taxPercent: '19' },
    zone: 'UTC',
  });
  return { vendorId, vendorName, offeringId, plugin, terms };
};

/** Shared by the vendors of all scenarios; the fake vendor's side checks signatures with it. */
export const webhookSecret = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`;

export interface OrderOptions {
  /** The approval policies that it falls under; none for the default. */
  readonly policies?: readonly ApprovalPolicy[];
  readonly approvedByCreator?: boolean;
  readonly testClockId?: string | null;
  readonly placedAt?: string;
  readonly deadlineAt?: string | null;
  readonly atWindowEnd?: boolean;
  readonly mayLeaveEarly?: boolean;
}

const commonOf = (market: Market, product: Product, options: OrderOptions) => {
  const { approvedByCreator = false, testClockId = null, placedAt = new Date().toISOString() } = options;
  const { deadlineAt = approvedByCreator ? null : addMilliseconds(placedAt, approvalDeadlineMs) } = options;
  return {
    id: randomUUID(),
    customerId: market.customerId,
    projectId: market.projectId,
    vendorId: product.vendorId,
    distributorId: null,
    resellerId: null,
    offeringId: product.offeringId,
    planId: product.terms.planId,
    plugin: product.plugin,
    createdBy: market.buyerId,
    requestHash: randomUUID(),
    approvedByCreator,
    testClockId,
    placedAt,
    deadlineAt,
  };
};

export const purchaseOf = (market: Market, product: Product, options: OrderOptions = {}): PlacedOrder =>
  under(options.policies, {
    ...commonOf(market, product, options),
    kind: 'purchase',
    subscriptionId: randomUUID(),
    terms: product.terms,
    quote: quote(product.terms, {}, 'sellOut', options.placedAt ?? new Date().toISOString()),
  });

const under = (policies: readonly ApprovalPolicy[] = [], order: PlacedOrder): PlacedOrder =>
  underPolicies(
    order,
    policies.map((policy) => ({ id: randomUUID(), version: 1, organizationId: null, scope: 'platform', policy })),
  );

export const terminationOf = (
  market: Market,
  product: Product,
  subscriptionId: string,
  options: OrderOptions = {},
): PlacedOrder => ({
  ...commonOf(market, product, { approvedByCreator: true, ...options }),
  kind: 'terminate',
  subscriptionId,
  terms: null,
  quote: null,
  ...(options.atWindowEnd === undefined ? {} : { atWindowEnd: options.atWindowEnd }),
  ...(options.mayLeaveEarly === undefined ? {} : { mayLeaveEarly: options.mayLeaveEarly }),
});
