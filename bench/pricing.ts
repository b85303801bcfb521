import Big from 'big.js';
import type { Component, PriceModel } from '../domain/catalog/offering';
import type { ChannelPrices, PriceListEntry } from '../domain/channel/chain';
import { quote } from '../domain/pricing/quote';
import type { TermsRequest } from '../domain/pricing/terms';
import { freezeTerms } from '../domain/pricing/terms';
import { print } from './figure';
import { defaultPlanSettings } from '../domain/catalog/settings';

const lines = 10;
const planId = 'plan';
const markUps = { wholesale: '10', sellIn: '5', sellOut: '19.5' } as const;

const tiers = [
  { from: '1', to: '9', unitPrice: '5.00' },
  { from: '10', to: '99', unitPrice: '4.25', flat: '2.00' },
  { from: '100', to: null, unitPrice: '3.10', flat: '7.00' },
];

/** Models as plans have them: most lines are tiered or per unit. */
const models: readonly PriceModel[] = [
  { kind: 'flat', price: '20.00' },
  { kind: 'per-unit', unitPrice: '0.0123' },
  { kind: 'graduated', tiers },
  { kind: 'volume', tiers },
  { kind: 'package', size: '100', price: '4.50', freeUnits: '50' },
];

const plan = Array.from({ length: lines }, (_, at): Component => {
  const price = models[at % models.length] as PriceModel;
  return { key: `line-${at}`, name: 'Line', unit: 'unit', charge: 'limit', price };
});

const markUp = (value: string): PriceListEntry[] => [{ planId, component: '*', tier: null, kind: 'percentage', value }];

const prices: ChannelPrices = {
  wholesale: markUp(markUps.wholesale),
  sellIn: markUp(markUps.sellIn),
  sellOut: markUp(markUps.sellOut),
};

const request = (quantity: string): TermsRequest => ({
  plan: {
    id: planId,
    offeringId: planId,
    name: 'Plan',
    currency: 'EUR',
    periodMonths: 1,
    priceVersion: 1,
    ...defaultPlanSettings,
    components: plan,
  },
  prices,
  quantities: Object.fromEntries(plan.map(({ key }) => [key, quantity])),
  channel: { platformId: 'platform', distributorId: 'distributor', resellerId: 'reseller' },
  issuer: { id: 'platform', prefix: 'P', taxPercent: '22' },
  zone: 'Europe/Rome',
});

/** The same arithmetic with nothing around it: three mark-ups of a price, four lines of three tiers, rounded. */
const bareLine = (quantity: string): Big[] => {
  let factor = new Big('1');
  return ['0', ...Object.values(markUps)].map((percent) => {
    factor = factor.times(new Big('1').plus(new Big(percent).times('0.01')));
    const inTiers = tiers.map(({ unitPrice }) => new Big(unitPrice).times(factor).times(quantity));
    return inTiers.reduce((sum, each) => sum.plus(each), new Big('0')).round(2);
  });
};

const seconds = 2;

/** How often work is done in a second of processor time: what else the machine does takes no part. */
const perSecond = (work: (turn: number) => void): number => {
  const begin = process.cpuUsage();
  const end = performance.now() + seconds * 1000;
  let turns = 0;
  while (performance.now() < end) work((turns += 1));
  return (turns * 1e6) / process.cpuUsage(begin).user;
};

/** Lines priced in a second, each at four levels: mark-ups, price models, rounding, tax. No server takes part. */
export const pricing = (): Promise<void> => {
  const quotes = perSecond((turn) => void quote(freezeTerms(request(String(1 + (turn % 500)))), {}));
  const bare = perSecond((turn) => void bareLine(String(1 + (turn % 500))));
  print({
    bench: 'price-lines',
    unit: 'lines/s',
    value: Math.round(quotes * lines),
    quotesPerSecond: Math.round(quotes),
    linesPerQuote: lines,
    levels: 4,
    wanted: 20_000,
    floor: Math.round(bare),
    floorIs: 'mark-ups and tiers bare in big.js',
  });
  return Promise.resolve();
};
