import type { Component } from '../catalog/offering';
import type { Level } from './chain';
import { levels } from './chain';
import type { ListLevel } from './price-list';

/**
 * What the owner of a price list adds to a plan of a vendor, such as support. Its price is that of the owner's level; tiers
 * below mark it up as any other, and nobody above has a part in it.
 */
export interface OwnComponent extends Pick<
  Component,
  'key' | 'name' | 'unit' | 'price' | 'presence' | 'min' | 'max' | 'step'
> {
  readonly charge: Extract<Component['charge'], 'fixed' | 'limit' | 'one-time'>;
  /** What it costs in other currencies than the plan's; in one that is not there it is not for sale. */
  readonly currencies?: Readonly<Record<string, Pick<Component, 'price'>>>;
}

/** The components that each tier of a channel adds to a plan. */
export type ChannelComponents = Readonly<Record<ListLevel, readonly OwnComponent[]>>;

/** What a sale, its prices and its books know a tier's component by: a vendor's keys begin with a letter or a digit. */
export const ownKey = (level: ListLevel, key: string): string => `@${level}.${key}`;

/** A tier's components as a plan sells them. */
const soldAt = (level: ListLevel, own: readonly OwnComponent[]): Component[] =>
  own.map((component) => ({ ...component, key: ownKey(level, component.key), from: level }));

/** The components of a plan with those that the tier of a level adds in place of those that it added before. */
export const withOwn = <C extends Pick<Component, 'from'>>(
  components: readonly C[],
  level: ListLevel,
  own: readonly OwnComponent[],
): readonly (C | Component)[] =>
  own.length === 0 && components.every(({ from }) => from !== level)
    ? components
    : [...components.filter(({ from }) => from !== level), ...soldAt(level, own)];

/** The components of a plan with all that its channel adds. */
export const withChannel = (components: readonly Component[], added: ChannelComponents): readonly Component[] =>
  (['wholesale', 'sellIn', 'sellOut'] as const).reduce((all, level) => withOwn(all, level, added[level]), components);

interface From {
  readonly from?: Level | undefined;
}

/** True for what the vendor sells, and for what a tier above the level adds: that tier's price comes down to the level. */
export const comesFromAbove = ({ from = 'vendorCost' }: From, level: Level): boolean =>
  levels.indexOf(from) < levels.indexOf(level);

/** Whether a component is any business of somebody who sees these levels: one that is added below them is not. */
export const isSeenAt = ({ from = 'vendorCost' }: From, visible: readonly Level[]): boolean =>
  from === 'vendorCost' || visible.some((level) => levels.indexOf(level) >= levels.indexOf(from));

const ownPattern = /^@(wholesale|sellIn|sellOut)\./;

/** The same of a key in a row or among quantities, where its component is not at hand. */
export const isKeySeenAt = (key: string, visible: readonly Level[]): boolean =>
  isSeenAt({ from: ownPattern.exec(key)?.[1] as ListLevel | undefined }, visible);

/** Quantities without those that are no business of somebody who sees these levels. */
export const seenQuantities = <T>(
  quantities: Readonly<Record<string, T>>,
  visible: readonly Level[],
): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(quantities).filter(([key]) => isKeySeenAt(key, visible)));
