import { readYaml, writeYaml } from '../../api/yaml';
import { createYamlThreads } from '../../api/yaml-threads';

// Here because threads run what has been compiled, which is so wherever there are servers.

const long = 'plans:\n' + '  - { key: monthly, price: 20.10, isSold: true, note: null }\n'.repeat(3000);
const wrong = `${long}  - { key: a, key: b }\n`;

/** How often the event loop has turned before it is done. */
const turnsDuring = async (work: Promise<unknown>): Promise<number> => {
  let turns = 0;
  let isDone = false;
  const turn = (): void => {
    turns += 1;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  await work;
  isDone = true;
  return turns;
};

describe('a long document', () => {
  const threads = createYamlThreads();

  it('is read to the same values, while everything else goes on', async () => {
    const read = threads.read(long);
    expect(await turnsDuring(read)).toBeGreaterThan(10);
    expect(await read).toEqual(readYaml(long));
  });

  it('is written to the same text, while everything else goes on', async () => {
    const value = readYaml(long);
    const written = threads.write(value);
    expect(await turnsDuring(written)).toBeGreaterThan(10);
    expect(await written).toBe(writeYaml(value));
  });

  it('is refused at the same place as a short one', async () => {
    await expect(threads.read(wrong)).rejects.toMatchObject({
      code: 'malformed-yaml',
      extras: { errors: [{ pointer: '/plans/3000/key' }] },
    });
  });

  it('is given up when it takes too long or too much memory, and the next one is read', async () => {
    const hasty = createYamlThreads({ threads: 1, taskMs: 1 });
    await expect(hasty.read(long)).rejects.toMatchObject({ code: 'malformed-yaml' });
    await expect(hasty.read('a: b')).resolves.toEqual({ a: 'b' });
    const poor = createYamlThreads({ threads: 1, memoryMb: 8 });
    await expect(poor.read(long.repeat(8).replace(/\nplans:/g, '\n#'))).rejects.toMatchObject({
      code: 'malformed-yaml',
      extras: { errors: [{ detail: 'takes too much memory to read' }] },
    });
  });

  it('waits for those before it; when too many wait, it is to come again', async () => {
    const one = createYamlThreads({ threads: 1, waitingMost: 1, inlineLength: 0 });
    const reads = ['a: 1', 'a: 2', 'a: 3'].map((text) => one.read(text));
    await expect(reads[2]).rejects.toMatchObject({ code: 'unavailable' });
    expect(await Promise.all(reads.slice(0, 2))).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await one.read('a: 4')).toEqual({ a: 4 });
  });
});
