// What the story reads of the API's answers; docs/openapi.json has all of them.

export interface Money {
  readonly currency: string;
  readonly minor: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

type PriceModel =
  | { readonly kind: 'flat'; readonly price: string }
  | { readonly kind: 'per-unit'; readonly unitPrice: string }
  | { readonly kind: 'graduated'; readonly tiers: readonly { readonly unitPrice: string }[] };

export interface Offering {
  readonly id: string;
  readonly name: string;
  readonly plans: readonly {
    readonly id: string;
    readonly name: string;
    readonly currency: string;
    readonly components: readonly {
      readonly key: string;
      readonly prices: { readonly sellOut?: PriceModel };
    }[];
  }[];
}

interface QuotePart {
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
}

export interface Quote {
  readonly now: QuotePart;
  readonly atPeriodEnd: QuotePart;
  readonly recurring: Money;
}

export interface Order {
  readonly id: string;
  readonly state: string;
  readonly subscriptionId: string;
}

export interface Subscription {
  readonly id: string;
  readonly state: string;
  readonly activatedAt: string | null;
  readonly endedAt: string | null;
  readonly failure: string | null;
  readonly period: { readonly start: string; readonly end: string | null } | null;
  readonly endpoints: readonly { readonly url: string }[];
}

export interface Run {
  readonly id: string;
  readonly verb: string;
  readonly state: string;
}

export interface Clock {
  readonly now: string;
  readonly state: 'ready' | 'advancing';
}

export interface Invoice {
  readonly number: string;
  readonly cause: string;
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
  readonly issuedAt: string;
}

export interface Proceeds {
  readonly component: string;
  readonly kind: string;
  readonly amounts: Readonly<Partial<Record<'vendorCost' | 'wholesale' | 'sellIn' | 'sellOut', Money>>>;
}

export interface UsageTaken {
  readonly recorded: number;
  readonly duplicates: number;
  readonly refused: number;
}

/** An amount for people: `12.50 EUR`. Currencies of this market have two decimals. */
export const amount = ({ currency, minor }: Money): string => {
  const digits = minor.replace('-', '').padStart(3, '0');
  return `${minor.startsWith('-') ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)} ${currency}`;
};

export const sum = (amounts: readonly Money[]): Money => ({
  currency: amounts[0]?.currency ?? 'EUR',
  minor: amounts.reduce((total, { minor }) => total + BigInt(minor), 0n).toString(),
});
