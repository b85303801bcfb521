import { createTurns } from '../../../api/turns';

/** A call that ends when it is told to. */
const calls = () => {
  const running: string[] = [];
  const ends = new Map<string, () => void>();
  const call = (name: string) => () => {
    running.push(name);
    return new Promise<string>((resolve) => {
      ends.set(name, () => {
        running.splice(running.indexOf(name), 1);
        resolve(name);
      });
    });
  };
  const settle = async (): Promise<string[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    return [...running];
  };
  return { call, settle, end: (name: string) => ends.get(name)?.() };
};

describe('turns', () => {
  it('let so many through at once for each thing, and the others in the order in which they came', async () => {
    const inTurn = createTurns(2);
    const { call, settle, end } = calls();
    const answers = ['a1', 'a2', 'a3', 'a4', 'b1'].map((name) => inTurn(name.slice(0, 1), call(name)));
    expect(await settle()).toEqual(['a1', 'a2', 'b1']);
    end('a2');
    expect(await settle()).toEqual(['a1', 'b1', 'a3']);
    end('a1');
    expect(await settle()).toEqual(['b1', 'a3', 'a4']);
    ['a3', 'a4', 'b1'].forEach(end);
    expect(await Promise.all(answers)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1']);
  });

  it('go on after a call that fails', async () => {
    const inTurn = createTurns(1);
    const failing = inTurn('a', () => Promise.reject(new Error('away')));
    const next = inTurn('a', () => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('away');
    expect(await next).toBe('done');
    expect(await inTurn('a', () => Promise.resolve('again'))).toBe('again');
  });
});
