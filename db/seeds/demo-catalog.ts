import type { Component, Plan } from '../../domain/catalog/offering';
import type { PriceListEntry } from '../../domain/channel/chain';
import { consultingVendorId, crmVendorId, demoId, distributorId, platformId, resellerId } from './demo-people';
import { defaultPlanSettings } from '../../domain/catalog/settings';

export const categories = [
  { key: 'business-software', title: 'Business software', order: 1 },
  { key: 'services', title: 'Services', order: 2 },
];

export const offerings = [
  {
    id: demoId(30),
    vendor_id: crmVendorId,
    name: 'Team CRM',
    description: 'Contacts, deals and mail of a sales team in one place, with an API.',
    category: 'business-software',
    plugin: 'webhook',
    state: 'active',
  },
  {
    id: demoId(31),
    vendor_id: consultingVendorId,
    name: 'Consulting hours',
    description: 'A consultant who helps a team to get the most out of its software.',
    category: 'services',
    plugin: 'manual',
    state: 'active',
  },
];

const crmPlanId = demoId(40);
const consultingPlanId = demoId(41);

const crmComponents: readonly Component[] = [
  { key: 'set-up', name: 'Set-up', unit: 'once', charge: 'one-time', price: { kind: 'flat', price: '50.00' } },
  { key: 'licence', name: 'Licence', unit: 'month', charge: 'fixed', price: { kind: 'flat', price: '20.00' } },
  {
    key: 'seats',
    name: 'Seats',
    unit: 'seat',
    charge: 'limit',
    price: { kind: 'per-unit', unitPrice: '5.00' },
    min: '1',
    max: '500',
  },
  {
    key: 'api-calls',
    name: 'API calls',
    unit: 'call',
    charge: 'usage',
    price: {
      kind: 'graduated',
      tiers: [
        { from: '1', to: '1000', unitPrice: '0.01' },
        { from: '1001', to: '10000', unitPrice: '0.008' },
        { from: '10001', to: null, unitPrice: '0.005' },
      ],
    },
  },
];

const consultingComponents: readonly Component[] = [
  {
    key: 'hours',
    name: 'Hours',
    unit: 'hour',
    charge: 'limit',
    price: { kind: 'per-unit', unitPrice: '120.00' },
    min: '1',
    max: '80',
  },
];

export const plans: readonly Omit<Plan, 'priceVersion'>[] = [
  {
    id: crmPlanId,
    offeringId: demoId(30),
    name: 'Monthly',
    currency: 'EUR',
    periodMonths: 1,
    ...defaultPlanSettings,
    components: crmComponents,
  },
  {
    id: consultingPlanId,
    offeringId: demoId(31),
    name: 'One-off',
    currency: 'EUR',
    periodMonths: null,
    ...defaultPlanSettings,
    components: consultingComponents,
  },
];

/** The same mark-up on everything that has no entry of its own. */
const onEverything = (percent: string): readonly PriceListEntry[] =>
  plans.map(({ id }) => ({ planId: id, component: '*', tier: null, kind: 'percentage', value: percent }));

export const priceLists: readonly {
  readonly id: string;
  readonly ownerId: string;
  readonly level: 'wholesale' | 'sellIn' | 'sellOut';
  readonly name: string;
  readonly entries: readonly PriceListEntry[];
}[] = [
  { id: demoId(50), ownerId: platformId, level: 'wholesale', name: 'Wholesale', entries: onEverything('10') },
  { id: demoId(51), ownerId: distributorId, level: 'sellIn', name: 'Sell-in', entries: onEverything('5') },
  {
    id: demoId(52),
    ownerId: resellerId,
    level: 'sellOut',
    name: 'Sell-out',
    entries: [
      { planId: crmPlanId, component: 'seats', tier: null, kind: 'value', value: '6.90' },
      ...onEverything('15'),
    ],
  },
];
