import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { priceListJsonSchema } from '../../../api/channel/list-file-json-schema';
import { PriceListFileIn } from '../../../api/channel/list-file-schemas';
import { readYaml } from '../../../api/yaml';

const read = (path: string): string => readFileSync(join(__dirname, '../../..', path), 'utf8');

describe('the schema of price list files', () => {
  it('is the one that is committed', () => {
    expect(`${JSON.stringify(priceListJsonSchema(), null, 2)}\n`).toBe(read('docs/price-lists.schema.json'));
  });

  it('takes the file of the documentation, with every digit', () => {
    const [, text = ''] = /```yaml\n([\s\S]+?)```/.exec(read('docs/price-lists.md')) ?? [];
    const [first, second] = PriceListFileIn.parse(readYaml(text)).priceLists;
    expect(first?.rows[0]?.entries.map(({ value }) => value)).toEqual(['15', '6.90']);
    expect(second).toMatchObject({ recommendedPercent: '12.5', parent: 'Default', rows: [] });
  });

  it.each([1.5, '1e3', 'NaN', true, '', '0.12345678901'])('takes no value %j', (value) => {
    const rows = [
      { planId: 'e0000000-0000-4000-8000-000000000040', entries: [{ component: 'a', kind: 'value', value }] },
    ];
    expect(PriceListFileIn.safeParse({ priceLists: [{ name: 'a', level: 'sellOut', rows }] }).success).toBe(false);
  });
});
