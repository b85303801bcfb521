import type { PriceList, PriceListRow } from '../../../../domain/channel/price-list';
import {
  checkParent,
  levelsSetBy,
  listFor,
  offered,
  offeredDown,
  recommendedRows,
  rowsOf,
  updateRows,
} from '../../../../domain/channel/price-list';
import { refusal } from '../../../support/refusals';

const row = (planId: string, value = '10', locked = false): PriceListRow => ({
  planId,
  visibility: 'priced',
  locked,
  entries: [{ planId, component: '*', tier: null, kind: 'percentage', value }],
});
const list = (id: string, over: Partial<PriceList> = {}): PriceList => ({
  id,
  parentId: null,
  isDefault: false,
  buyerIds: [],
  rows: [],
  ...over,
});

describe('listFor', () => {
  const lists = [list('standard', { isDefault: true }), list('friends', { buyerIds: ['ann'] })];

  it('prefers the list that a buyer is bound to, and else takes the default', () => {
    expect(listFor(lists, 'ann')?.id).toBe('friends');
    expect(listFor(lists, 'bob')?.id).toBe('standard');
    expect(listFor([list('other')], 'bob')).toBeUndefined();
  });
});

describe('rowsOf', () => {
  it('takes over the rows of ancestors for plans that no nearer list has', () => {
    const root = list('root', { rows: [row('a', '1'), row('b', '1'), row('c', '1')] });
    const middle = list('middle', { parentId: 'root', rows: [row('b', '2')] });
    const leaf = list('leaf', { parentId: 'middle', rows: [row('a', '3')] });
    const rows = rowsOf(leaf, [root, middle, leaf]);
    expect(rows.map(({ planId, entries }) => [planId, entries[0]?.value]).sort()).toEqual([
      ['a', '3'],
      ['b', '2'],
      ['c', '1'],
    ]);
    expect(rowsOf(root, [root, middle, leaf])).toEqual(root.rows);
  });

  it('reads a row as the list that it stands in says, also where another one inherits it', () => {
    const gross = list('gross', { taxIncluded: true, rows: [row('a')] });
    const net = list('net', { parentId: 'gross', rows: [row('b')] });
    expect(rowsOf(net, [gross, net]).map(({ planId, taxIncluded }) => [planId, taxIncluded])).toEqual([
      ['b', undefined],
      ['a', true],
    ]);
  });

  it('refuses to inherit from a list that is missing or from itself', () => {
    const a = list('a', { parentId: 'b' });
    const b = list('b', { parentId: 'a' });
    expect(() => rowsOf(a, [a, b])).toThrow(refusal('price-list-broken', { priceListId: 'a' }));
    expect(() => rowsOf(a, [a])).toThrow(refusal('price-list-broken'));
    const own = list('own', { parentId: 'own' });
    expect(() => rowsOf(own, [own])).toThrow(refusal('price-list-broken'));
  });
});

describe('checkParent', () => {
  it('refuses to inherit from a list that is missing or from itself', () => {
    const lists = [list('root'), list('middle', { parentId: 'root' }), list('leaf', { parentId: 'middle' })];
    const check = (id: string, parentId: string | null) => checkParent({ id, parentId }, lists);
    expect([check('leaf', 'root'), check('leaf', null)]).toEqual([undefined, undefined]);
    expect([check('root', 'leaf'), check('root', 'root')].map((told) => told !== undefined)).toEqual([true, true]);
    expect(check('leaf', 'elsewhere')).toBe('is no list of the same owner and level');
  });
});

describe('offered', () => {
  it('sells what is priced, shows what is included, hides what is excluded', () => {
    expect(offered('priced', 'buyer')).toEqual({ shown: true, priced: true, orderable: true });
    expect(offered('included', 'buyer')).toEqual({ shown: true, priced: false, orderable: false });
    expect(offered('excluded', 'buyer')).toEqual({ shown: false, priced: false, orderable: false });
  });

  it.each(['priced', 'included', 'excluded'] as const)('lets the seller order all of its rows (%s)', (visibility) => {
    expect(offered(visibility, 'seller')).toEqual({ shown: true, priced: true, orderable: true });
  });
});

describe('updateRows', () => {
  it('passes over locked rows', () => {
    const rows = [row('a'), row('b', '10', true)];
    expect(updateRows(rows, () => [])).toEqual([{ ...row('a'), entries: [] }, rows[1]]);
  });
});

describe('recommendedRows', () => {
  it('sells the same plans at the recommended percentage', () => {
    const above: PriceListRow[] = [row('a'), { ...row('b', '7', true), visibility: 'excluded' }];
    expect(recommendedRows(above, '25')).toEqual([row('a', '25'), row('b', '25')]);
  });
});

describe('levelsSetBy', () => {
  it('gives each tier the level of its own prices, and others none', () => {
    expect(levelsSetBy(['platform'])).toEqual(['wholesale']);
    expect(levelsSetBy(['distributor'])).toEqual(['sellIn']);
    expect(levelsSetBy(['reseller', 'platform'])).toEqual(['wholesale', 'sellOut']);
    expect(levelsSetBy(['vendor', 'customer'])).toEqual([]);
  });
});

describe('offeredDown', () => {
  const rows = { wholesale: 'priced', sellIn: 'included', sellOut: 'excluded' } as const;

  it('lets each tier above a buyer take away, and none give back', () => {
    expect(offeredDown(rows, () => false)).toEqual({ shown: false, priced: false, orderable: false });
    expect(offeredDown({ ...rows, sellOut: 'priced' }, () => false)).toEqual(offered('included', 'buyer'));
    expect(offeredDown({ ...rows, wholesale: 'excluded', sellOut: 'priced' }, () => false).shown).toBe(false);
  });

  it('never hides from a tier what it hides itself', () => {
    expect(offeredDown(rows, (level) => level === 'sellOut')).toEqual(offered('included', 'buyer'));
    expect(offeredDown(rows, () => true)).toEqual({ shown: true, priced: true, orderable: true });
  });
});
