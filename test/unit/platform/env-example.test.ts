import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiEnv, workerEnv } from '../../../platform/env';
import { envExample } from '../../../platform/env-example';

describe('.env.example', () => {
  it('says what the schemas say', () => {
    const stored = readFileSync(join(__dirname, '../../../.env.example'), 'utf8');
    const processes = [
      { process: 'API', schema: apiEnv },
      { process: 'worker', schema: workerEnv },
    ];
    expect(stored).toBe(`${envExample(processes)}\n`);
  });
});
