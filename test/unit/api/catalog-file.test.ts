import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogJsonSchema } from '../../../api/catalog/file-json-schema';
import { CatalogFileIn } from '../../../api/catalog/file-schemas';
import { readYaml } from '../../../api/yaml';
import type { OfferingEntry } from '../../../domain/catalog/catalog-file';
import { planCatalog } from '../../../domain/catalog/catalog-plan';
import { offeringEntry, planEntry } from '../../support/catalog-files';

const read = (path: string): string => readFileSync(join(__dirname, '../../..', path), 'utf8');

describe('the schema of catalog files', () => {
  it('is the one that is committed', () => {
    expect(`${JSON.stringify(catalogJsonSchema(), null, 2)}\n`).toBe(read('docs/catalog.schema.json'));
  });

  it('takes the file of the documentation, and so do the rules', () => {
    const [, text = ''] = /```yaml\n([\s\S]+?)```/.exec(read('docs/catalog.md')) ?? [];
    const file = CatalogFileIn.parse(readYaml(text)).offerings as readonly OfferingEntry[];
    const { changes, refusals } = planCatalog(file, [], '2026-12-01T00:00:00.000Z');
    expect(refusals).toEqual([]);
    expect(changes.map(({ kind }) => kind)).toEqual(['create-offering', 'create-plan', 'set-prices', 'set-prices']);
  });

  it('fills in what a file may leave out', () => {
    const { key, name, currency, periodMonths, components } = planEntry();
    const given = { offerings: [{ ...offeringEntry(), plans: [{ key, name, currency, periodMonths, components }] }] };
    expect(CatalogFileIn.parse(given)).toEqual({ offerings: [offeringEntry()] });
  });

  it('takes 20,000 plans and no more', () => {
    const withPlans = (count: number) => ({
      offerings: [offeringEntry({ plans: Array.from({ length: count }, (_, at) => planEntry({ key: `p${at}` })) })],
    });
    expect(CatalogFileIn.safeParse(withPlans(20_000)).success).toBe(true);
    expect(CatalogFileIn.safeParse(withPlans(20_001)).error?.issues).toMatchObject([{ path: ['offerings'] }]);
  });
});
