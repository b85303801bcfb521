import { createKeyUses } from '../../../api/identity/key-uses';
import type { KeyUse } from '../../../db/identity/key-use-intake';
import { createLogger } from '../../../platform/logger';

const create = (note: (uses: readonly KeyUse[]) => Promise<void>) => {
  let nth = 0;
  return createKeyUses({
    intake: { note },
    now: () => `2026-12-01T00:00:0${nth++}.000Z`,
    log: createLogger({ level: 'silent', name: 'test' }),
  });
};

describe('createKeyUses', () => {
  it('writes the last use of each key, all keys together, and none twice', async () => {
    const written: (readonly KeyUse[])[] = [];
    const uses = create((noted) => Promise.resolve(void written.push(noted)));
    for (const keyId of ['a', 'b', 'a']) uses.note(keyId);
    await uses.close();
    await uses.close();
    expect(written).toEqual([
      [
        { keyId: 'a', at: '2026-12-01T00:00:02.000Z' },
        { keyId: 'b', at: '2026-12-01T00:00:01.000Z' },
      ],
    ]);
  });

  it('keeps a process from failing that cannot write them', async () => {
    const uses = create(() => Promise.reject(new Error('database away')));
    uses.note('a');
    await expect(uses.close()).resolves.toBeUndefined();
  });
});
