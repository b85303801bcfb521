import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { workflowBundle } from '../support/workflow-bundle';

const root = join(__dirname, '../..');

describe('the house', () => {
  it('keeps its dependency rule', () => {
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'deps:check'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect({ status, report: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, report: '' });
  });

  it('keeps libraries that cost memory per cached workflow out of the workflow bundle', async () => {
    const { code } = await workflowBundle();
    const found = ['zod', 'big.js', 'temporal-polyfill', 'cel-js', 'knex', 'pino'].filter((library) =>
      code.includes(`node_modules/${library}/`),
    );
    expect(found).toEqual([]);
  });
});
