import net from 'node:net';
import { answers, choosePort, findFree, isFree } from '../../../bin/launcher/ports.js';

const listening = async (): Promise<{ port: number; close: () => Promise<void> }> => {
  const port = await findFree();
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
};

describe('choosePort', () => {
  it('takes the first preferred port that is free', async () => {
    const taken = await listening();
    const free = await findFree();
    expect(await choosePort([undefined, taken.port, free])).toBe(free);
    await taken.close();
    expect(await choosePort([taken.port, free])).toBe(taken.port);
  });

  it('finds another when all preferred ones are taken', async () => {
    const taken = await listening();
    const port = await choosePort([taken.port]);
    expect(port).not.toBe(taken.port);
    expect(await isFree(port)).toBe(true);
    await taken.close();
  });

  it('stays below the range of outgoing connections', async () => {
    expect(await choosePort([0])).toBeLessThan(32_768);
  });
});

describe('answers', () => {
  it('tells an open port from a closed one', async () => {
    const server = await listening();
    expect(await answers(server.port)).toBe(true);
    await server.close();
    expect(await answers(server.port)).toBe(false);
  });
});
