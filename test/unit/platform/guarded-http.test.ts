import type { RequestListener } from 'node:http';
import { createGuardedHttp, OutsideCallError } from '../../../platform/guarded-http';
import type { OutsideAnswer } from '../../../platform/guarded-http';
import { startVendorServer } from '../../support/vendor-server';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const never = new AbortController().signal;
const http = (timeoutMs = 10_000, allowPrivate = true) => {
  const client = createGuardedHttp({ allowPrivate, timeoutMs });
  cleanUps.push(client.close);
  return client;
};
const post = async (answer: RequestListener, client = http(), signal = never): Promise<OutsideAnswer> => {
  const server = await startVendorServer(answer);
  cleanUps.push(server.stop);
  return client.post({ url: server.url, body: '{}', headers: {}, signal, readMostBytes: 1_000 });
};
const faultOf = async (call: Promise<OutsideAnswer>): Promise<string> => {
  const failure: unknown = await call.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(OutsideCallError);
  return (failure as OutsideCallError).fault;
};

describe('post', () => {
  it('reads an answer as it is, and as far as it may be read', async () => {
    expect(await post((_, response) => response.end('é'.repeat(500)))).toEqual({
      ...{ status: 200, retryAfter: undefined },
      body: 'é'.repeat(500),
    });
    expect(await faultOf(post((_, response) => response.end('é'.repeat(501))))).toBe('too-large');
  });

  it('leaves a body that never ends', async () => {
    const pour: RequestListener = (_, response) => {
      const chunk = Buffer.alloc(300);
      const more = (): void => {
        if (!response.destroyed && response.write(chunk)) setImmediate(more);
      };
      response.on('drain', more);
      more();
    };
    expect(await faultOf(post(pour))).toBe('too-large');
  });

  it('gives up who answers nothing, who stops in the middle, and who hangs up', async () => {
    expect(await faultOf(post(() => undefined, http(100)))).toBe('timed-out');
    expect(await faultOf(post((_, response) => response.write('half'), http(100)))).toBe('timed-out');
    expect(await faultOf(post((request) => request.socket.destroy()))).toBe('unreachable');
    expect(
      await faultOf(
        post(
          (_, response) => void response.writeHead(200, { 'content-length': '9' }).write('x', () => response.destroy()),
        ),
      ),
    ).toBe('unreachable');
  });

  it('keeps a second answer on the same connection from the next question', async () => {
    const server = await startVendorServer((request) => {
      const answer = (text: string): string => `HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
      request.socket.write(answer('first') + answer('second'));
    });
    cleanUps.push(server.stop);
    const client = http();
    const ask = async () =>
      (await client.post({ url: server.url, body: '{}', headers: {}, signal: never, readMostBytes: 100 })).body;
    expect([await ask(), await ask()]).toEqual(['first', 'first']);
  });

  it('ends with the reason of whoever cancels it', async () => {
    const cancelled = new AbortController();
    const reason = new Error('no longer needed');
    await expect(post(() => cancelled.abort(reason), http(), cancelled.signal)).rejects.toBe(reason);
  });

  it('connects to no private address', async () => {
    const server = await startVendorServer((_, response) => response.end());
    cleanUps.push(server.stop);
    const call = (url: string) => http(1_000, false).post({ url, body: '', headers: {}, signal: never });
    expect(await faultOf(call(`https://localhost:${server.port}/`))).toBe('refused');
    expect(await faultOf(call(server.url))).toBe('refused');
    expect(server.connections()).toBe(0);
  });
});

describe('refusalOf', () => {
  it.each([
    ['https://vendor.example/choices', undefined],
    ['http://vendor.example/choices', 'is not HTTPS'],
    ['https://10.0.0.1/', 'has a private address, which is not allowed'],
    ['https://[::1]/', 'has a private address, which is not allowed'],
    ['vendor.example', 'is not a URL'],
  ])('says of %s what it says by itself', (url, fault) => {
    expect(http(1_000, false).refusalOf(url)).toBe(fault);
  });

  it('takes no other protocol either where private addresses are allowed', () => {
    expect(http().refusalOf('file:///etc/passwd')).toBe('is neither HTTPS nor HTTP');
    expect(http().refusalOf('http://127.0.0.1/')).toBeUndefined();
  });
});
