import fc from 'fast-check';
import type { KeptList, ListEntry } from '../../../../domain/channel/list-file';
import { planListFile } from '../../../../domain/channel/list-file';
import type { PriceListRow } from '../../../../domain/channel/price-list';

const percent = (planId: string, value: string): PriceListRow => ({
  ...{ planId, visibility: 'priced', locked: false },
  entries: [{ planId, component: '*', tier: null, kind: 'percentage', value }],
});
const entry = (name: string, fields: Partial<ListEntry> = {}): ListEntry => ({
  ...{ name, level: 'sellOut', parent: null, isDefault: false, taxIncluded: false, rows: [] },
  ...{ belowCost: 'warn', recommendedPercent: null },
  ...fields,
});
const kept = (name: string, fields: Partial<KeptList> = {}): KeptList => ({
  ...{ id: `id of ${name}`, name, level: 'sellOut', parentId: null, isDefault: false },
  ...{ taxIncluded: false, belowCost: 'warn', recommendedPercent: null, buyerIds: [], rows: [] },
  ...fields,
});
const idOf = ({ level, name }: ListEntry): string => `new ${level} ${name}`;
const plan = (file: readonly ListEntry[], lists: readonly KeptList[] = []) => planListFile(file, lists, idOf);
const placesOf = (...args: Parameters<typeof plan>): string[] => plan(...args).refusals.map(({ pointer }) => pointer);

const files = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    level: fc.constantFrom('wholesale', 'sellIn', 'sellOut'),
    belowCost: fc.constantFrom('warn', 'refuse'),
    recommendedPercent: fc.constantFrom(null, '5', '5.0'),
    rows: fc.uniqueArray(
      fc.tuple(fc.constantFrom('p', 'q', 'r'), fc.constantFrom('1', '2.5')).map(([id, value]) => percent(id, value)),
      { selector: ({ planId }) => planId },
    ),
  }),
  { selector: ({ name, level }) => `${level} ${name}` },
);
const entriesOf = files.map((lists) => lists.map(({ name, ...fields }): ListEntry => entry(name, fields)));

describe('planListFile', () => {
  it('changes nothing when a file is imported again, whatever was kept before', () => {
    fc.assert(
      fc.property(entriesOf, entriesOf, (before, file) => {
        const old = plan(before).next;
        const { next, refusals } = plan(file, old);
        expect(refusals).toEqual([]);
        expect(plan(file, next).changes).toEqual([]);
        expect(plan(file, next).next).toEqual(next);
      }),
    );
  });

  it('keeps what it does not name as it was, but for a default of the same level', () => {
    const others = [kept('other', { isDefault: true }), kept('wholesale', { level: 'wholesale', isDefault: true })];
    expect(plan([entry('mine')], others).next.slice(1)).toEqual(others);
    const { next, changes } = plan([entry('mine', { isDefault: true })], others);
    expect(next.map(({ name, isDefault }) => [name, isDefault])).toEqual([
      ['mine', true],
      ['other', false],
      ['wholesale', true],
    ]);
    expect(changes.map(({ kind, name }) => [kind, name])).toEqual([
      ['create-list', 'mine'],
      ['update-list', 'other'],
    ]);
    expect(changes[1]?.fields).toEqual([{ field: 'isDefault', from: 'true', to: 'false' }]);
  });

  it('tells fields and plans that say something else, and no number that is only written otherwise', () => {
    const before = kept('mine', {
      recommendedPercent: '5',
      rows: [percent('p', '10'), percent('q', '10'), percent('r', '10')],
    });
    const file = entry('mine', {
      ...{ recommendedPercent: '5.00', belowCost: 'refuse' },
      rows: [percent('q', '10.0'), percent('p', '11'), percent('s', '1')],
    });
    expect(plan([file], [before]).changes).toEqual([
      {
        ...{ kind: 'update-list', name: 'mine', level: 'sellOut' },
        fields: [{ field: 'belowCost', from: 'warn', to: 'refuse' }],
        ...{ added: ['s'], changed: ['p'], removed: ['r'] },
      },
    ]);
  });

  it('takes entries in any order', () => {
    const [a] = percent('p', '1').entries;
    const b = { ...a!, component: 'seats' };
    const before = kept('mine', { rows: [{ ...percent('p', '1'), entries: [a!, b] }] });
    expect(plan([entry('mine', { rows: [{ ...percent('p', '1'), entries: [b, a!] }] })], [before]).changes).toEqual([]);
  });

  it('lets a list inherit from another of the file, or from one that is kept', () => {
    const { next, refusals } = plan(
      [entry('child', { parent: 'new' }), entry('new', { parent: 'old' })],
      [kept('old')],
    );
    expect(refusals).toEqual([]);
    expect(next.map(({ name, parentId }) => [name, parentId])).toEqual([
      ['child', 'new sellOut new'],
      ['new', 'id of old'],
      ['old', null],
    ]);
  });

  it('keeps the buyers that are bound to a list', () => {
    expect(plan([entry('mine')], [kept('mine', { buyerIds: ['buyer'] })]).next[0]?.buyerIds).toEqual(['buyer']);
  });

  it.each<[string, readonly ListEntry[], readonly KeptList[], readonly string[]]>([
    ['two lists of one name', [entry('a'), entry('a')], [], ['/priceLists/1/name']],
    [
      'two defaults',
      [entry('a', { isDefault: true }), entry('b', { isDefault: true })],
      [],
      ['/priceLists/1/isDefault'],
    ],
    ['a parent that is not there', [entry('a', { parent: 'b' })], [], ['/priceLists/0/parent']],
    [
      'a parent of another level',
      [entry('a', { parent: 'b' })],
      [kept('b', { level: 'sellIn' })],
      ['/priceLists/0/parent'],
    ],
    ['a list that is its own parent', [entry('a', { parent: 'a' })], [], ['/priceLists/0/parent']],
    [
      'a loop through what is kept',
      [entry('a', { parent: 'b' })],
      [kept('b', { parentId: 'id of a' }), kept('a')],
      ['/priceLists/0/parent'],
    ],
  ])('refuses %s, and tells the place', (_, file, lists, places) => {
    expect(placesOf(file, lists)).toEqual(places);
  });

  it('takes lists of one name at two levels', () => {
    expect(placesOf([entry('a', { isDefault: true }), entry('a', { level: 'sellIn', isDefault: true })])).toEqual([]);
  });
});
