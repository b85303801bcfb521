import type { OfferingEntry, PlanEntry } from '../../domain/catalog/catalog-file';
import type { Component } from '../../domain/catalog/offering';

export const seats = (unitPrice: string, fields: Partial<Component> = {}): Component => ({
  key: 'seats',
  name: 'Seats',
  unit: 'seat',
  charge: 'limit',
  price: { kind: 'per-unit', unitPrice },
  ...fields,
});

export const calls = (unitPrice: string): Component => ({
  key: 'calls',
  name: 'Calls',
  unit: 'call',
  charge: 'usage',
  price: { kind: 'per-unit', unitPrice },
});

export const planEntry = (fields: Partial<PlanEntry> = {}): PlanEntry => ({
  key: 'monthly',
  name: 'Monthly',
  currency: 'EUR',
  periodMonths: 1,
  state: 'published',
  couponRule: 'allowed',
  components: [seats('5.00')],
  plannedPrices: [],
  ...fields,
});

export const offeringEntry = (fields: Partial<OfferingEntry> = {}): OfferingEntry => ({
  key: 'crm',
  name: 'Team CRM',
  description: 'Customers and deals',
  category: 'crm',
  plugin: 'webhook',
  state: 'active',
  plans: [planEntry()],
  ...fields,
});
