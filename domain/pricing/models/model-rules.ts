import type { Tier } from '../../catalog/offering';
import type { Big, DecimalText } from '../../decimal';

/** What was bought or used, in the form that every model reads; never below zero. */
export interface Units {
  /** The whole quantity. */
  readonly quantity: Big;
  /** Amounts of single events in their order, major units. */
  readonly events: readonly Big[];
  /** The quantity by the dimensions it was used with. */
  readonly parts: readonly { readonly dimensions: Readonly<Record<string, string>>; readonly quantity: Big }[];
}

/**
 * Where a price stands in its model: in which tier or row, from 0 (`null`: in none), and whether it is the price of a unit
 * or step there (`price`), what is added to it, or what it comes to at least in a period (`minimum`).
 */
export interface PricePlace {
  readonly tier: number | null;
  readonly part: 'price' | 'flat' | 'setup' | 'fixed' | 'minPerEvent' | 'maxPerEvent' | 'minimum';
}

/** One part of an amount: how often a price counts, and what that makes. The parts of an amount sum to it. */
export interface AmountPart extends PricePlace {
  readonly units: Big;
  /** Of a unit, step or block; percent where the model takes percent of an amount. */
  readonly price: DecimalText;
  readonly amount: Big;
}

/** Gives the price that takes the place of another. */
export type PriceChange = (price: DecimalText, place: PricePlace) => DecimalText;

/** Says what is wrong with a model, and where: a JSON pointer within it. */
export type Refuse = (pointer: string, rule: string) => never;

/** What every price model can do, one file each. */
export interface ModelRules<M> {
  /** Amount of some units in major units, at full precision. @throws DomainError `quantity-invalid` for units without a price */
  readonly amount: (model: M, units: Units) => Big;
  /** The same amount taken apart: which price counts how often. @throws DomainError `quantity-invalid` as `amount` */
  readonly parts: (model: M, units: Units) => readonly AmountPart[];
  /** The same model with every price of it changed. */
  readonly mapPrices: <T extends M>(model: T, change: PriceChange) => T;
  /** Refuses a model that would give some quantity no price or two. Numbers have been checked before. */
  readonly check: (model: M, refuse: Refuse) => void;
  /** The tiers that a quantity is billed at; their set-up fees are due. */
  readonly billedTiers?: (model: M, quantity: Big) => readonly Tier[];
}
