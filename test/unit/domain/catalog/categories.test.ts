import type { Category, CategoryAttribute } from '../../../../domain/catalog/category';
import { attributesOf, byKey } from '../../../../domain/catalog/category';
import { checkAttributes } from '../../../../domain/catalog/attribute-values';
import type { ListedOffering } from '../../../../domain/catalog/category-plan';
import { planCategories } from '../../../../domain/catalog/category-plan';

const attribute = (key: string, fields: Partial<CategoryAttribute> = {}): CategoryAttribute => ({
  ...{ key, title: key, kind: 'text', options: [], required: false, default: null, filterable: true },
  ...fields,
});
const category = (key: string, fields: Partial<Category> = {}): Category => ({
  ...{ key, parent: null, order: 0, title: key, description: '', icon: null, texts: {}, attributes: [] },
  ...fields,
});
const options = ['eu', 'us'].map((key) => ({ key, title: key }));
const cpu = attribute('cpu', { kind: 'number', required: true });
const region = attribute('region', { kind: 'choice', options });
const tree = [
  category('compute', { attributes: [cpu] }),
  category('machines', { parent: 'compute', attributes: [region] }),
  category('storage'),
];
const treeOf = (categories: readonly Category[]) => ({ categories, groups: [] });
const refused = (wanted: readonly Category[], listed: readonly ListedOffering[] = []): string[] =>
  planCategories(treeOf(wanted), treeOf(tree), listed).refusals.map(({ pointer }) => pointer);
const inMachines: ListedOffering = { category: 'machines', state: 'active', attributes: { cpu: '8', region: 'eu' } };

describe('planCategories', () => {
  it('changes nothing when the same categories are wanted again', () => {
    const groups = [{ key: 'start', order: 0, title: 'Start', texts: {}, categories: ['storage'] }];
    const stored = { categories: tree, groups };
    expect(planCategories(structuredClone(stored), stored, [inMachines])).toEqual({ changes: [], refusals: [] });
  });

  it('tells what is made, changed and removed', () => {
    const wanted = [tree[0]!, category('machines', { ...tree[1]!, title: 'Servers' }), category('network')];
    expect(planCategories(treeOf(wanted), treeOf(tree), []).changes).toEqual([
      { kind: 'remove', of: 'category', key: 'storage', fields: [] },
      {
        ...{ kind: 'update', of: 'category', key: 'machines' },
        fields: [{ field: 'title', from: 'machines', to: 'Servers' }],
      },
      { kind: 'create', of: 'category', key: 'network', fields: [] },
    ]);
  });

  it('neither moves nor removes a category that offerings are listed in, or below it', () => {
    const [compute, machines, storage] = tree as [Category, Category, Category];
    expect(
      refused(
        [machines, storage].map((one) => ({ ...one, parent: null })),
        [inMachines],
      ),
    ).toEqual(['/categories', '/categories/0/parent', '/categories/0/attributes']);
    expect(refused([{ ...compute, parent: 'storage' }, machines, storage], [inMachines])).toEqual([
      '/categories/0/parent',
    ]);
    expect(refused([{ ...compute, parent: 'storage' }, machines, storage])).toEqual([]);
    expect(refused([compute, machines], [inMachines])).toEqual([]);
  });

  it('refuses circles, parents that are not there, and a tree that is too deep', () => {
    const loop = [category('a', { parent: 'b' }), category('b', { parent: 'a' }), category('c', { parent: 'a' })];
    expect(refused(loop)).toEqual(['/categories/0/parent', '/categories/1/parent', '/categories/2/parent']);
    expect(refused([category('a', { parent: 'a' })])).toEqual(['/categories/0/parent']);
    expect(refused([category('a', { parent: 'gone' }), category('b', { parent: 'a' })])).toEqual([
      '/categories/0/parent',
    ]);
    const deep = Array.from({ length: 9 }, (_, at) => category(`c${at}`, { parent: at === 0 ? null : `c${at - 1}` }));
    expect(refused(deep)).toEqual(['/categories/8/parent']);
  });

  it.each([
    ['a key that a category above has', attribute('cpu'), '/key'],
    ['a choice of nothing', attribute('size', { kind: 'choice' }), '/options'],
    ['options of what is no choice', attribute('size', { options }), '/options'],
    ['a default that is no number', attribute('size', { kind: 'number', default: 'big' }), '/default'],
    ['a default that is no option', attribute('size', { kind: 'choices', options, default: ['mars'] }), '/default'],
  ])('refuses an attribute with %s', (_, wrong, place) => {
    const wanted = [tree[0]!, category('machines', { parent: 'compute', attributes: [wrong] }), tree[2]!];
    expect(refused(wanted)).toEqual([`/categories/1/attributes/0${place}`]);
  });

  it('asks nothing of offerings for sale that they do not tell', () => {
    const withAttribute = (added: CategoryAttribute) => [{ ...tree[0]!, attributes: [cpu, added] }, ...tree.slice(1)];
    const needed = attribute('ram', { kind: 'number', required: true });
    expect(refused(withAttribute(needed), [inMachines])).toEqual(['/categories/1/attributes']);
    expect(refused(withAttribute({ ...needed, default: '16' }), [inMachines])).toEqual([]);
    expect(refused(withAttribute(needed), [{ ...inMachines, state: 'draft' }])).toEqual([]);
    expect(refused(withAttribute(needed), [{ ...inMachines, state: 'archived' }])).toEqual([]);
  });
});

describe('attributes of an offering', () => {
  const attributes = [...attributesOf(byKey(tree), 'machines'), attribute('tags', { kind: 'choices', options })];
  const wrong = (values: Parameters<typeof checkAttributes>[1], isComplete = true): string[] => {
    const pointers: string[] = [];
    checkAttributes(attributes, values, isComplete, (pointer) => void pointers.push(pointer));
    return pointers;
  };

  it('are those of its category and of all above it', () => {
    expect(attributes.map(({ key }) => key)).toEqual(['cpu', 'region', 'tags']);
    expect(wrong({ cpu: '8.5', region: 'us', tags: ['eu', 'us'] })).toEqual([]);
  });

  it('are refused where they are none of the category, or none of the kind', () => {
    expect(wrong({ cpu: 'many', region: 'mars', tags: ['eu', 'eu'], colour: 'red' })).toEqual([
      ...['/cpu', '/region', '/tags', '/colour'],
    ]);
    expect(wrong({ cpu: true })).toEqual(['/cpu']);
    expect(wrong({ cpu: '1e3', tags: 'eu' })).toEqual(['/cpu', '/tags']);
  });

  it('may be left out of what is not for sale yet', () => {
    expect([wrong({}), wrong({}, false)]).toEqual([['/cpu'], []]);
  });
});
