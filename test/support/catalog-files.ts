import type { OfferingEntry, PlanEntry } from '../../domain/catalog/catalog-file';
import type { Component } from '../../domain/catalog/offering';
import { defaultOfferingDetails, defaultPlanSettings } from '../../domain/catalog/settings';

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
  ...defaultPlanSettings,
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
  ...defaultOfferingDetails,
  plans: [planEntry()],
  ...fields,
});

/** An exported offering with the settings that its file leaves out. */
export const completeOffering = ({ plans, ...offering }: OfferingEntry): OfferingEntry => ({
  ...defaultOfferingDetails,
  ...offering,
  plans: plans.map((plan) => ({ ...defaultPlanSettings, ...plan })),
});
