import { readdirSync } from 'node:fs';
import { join } from 'node:path';

// Every pure test of the money in one file: modules are loaded once for all of them, which a run for each mutant needs.
const unit = join(__dirname, '..', 'unit');
const files = readdirSync(join(unit, 'domain'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join(unit, 'domain', name));

for (const file of [...files, join(unit, 'cases.test.ts')]) {
  describe(file.slice(unit.length + 1), () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import cannot stand in a describe
    require(file);
  });
}
