import { firstThatWorks } from '../../../bin/launcher/ways.js';

const fails = (reason: string) => () => {
  throw new Error(reason);
};

describe('firstThatWorks', () => {
  it('keeps the order and stops at the first success', async () => {
    const tried: string[] = [];
    const way = (name: string, works: boolean) => ({
      name,
      attempt: () => {
        tried.push(name);
        return works ? name : fails('no')();
      },
    });
    const found = await firstThatWorks('server', [way('a', false), way('b', true), way('c', true)], []);
    expect(found).toEqual({ name: 'b', value: 'b' });
    expect(tried).toEqual(['a', 'b']);
  });

  it('lists what was tried, why each failed, and what to do', async () => {
    const ways = [
      { name: 'PATH', attempt: fails('not there') },
      { name: 'download', attempt: () => Promise.reject(new Error('no answer within 5 s')) },
    ];
    await expect(firstThatWorks('server', ways, ['start one', 'install one', 'ask for one'])).rejects.toThrow(
      [
        'No server could be had. Tried, in order:',
        '  - PATH: not there',
        '  - download: no answer within 5 s',
        'What you can do:',
        '  1. start one',
        '  2. install one',
        '  3. ask for one',
      ].join('\n'),
    );
  });
});
