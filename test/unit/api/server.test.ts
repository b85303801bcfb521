import { Agent, request as httpRequest } from 'node:http';
import { z } from 'zod';
import type { Caller } from '../../../api/auth';
import { RequestProblem } from '../../../api/request-problem';
import type { Route } from '../../../api/route';
import { route } from '../../../api/route';
import type { ApiServer } from '../../../api/server';
import { createLimit } from '../../../api/limits/limiter';
import { createServer } from '../../../api/server';
import { idIn, instantIn, pageIn, quantityIn, textIn } from '../../../api/shapes';
import { DomainError } from '../../../domain/errors';
import { createLogger } from '../../../platform/logger';

const caller: Caller = { userId: 'u', name: 'U', grants: [], organizationId: null, testClockId: null };
const id = '7b0f4c1e-93c8-4c59-9f3a-0d6d2f6f9a10';

const routes: Route[] = [
  route(
    {
      method: 'post',
      path: '/v1/things/{thingId}',
      operationId: 'makeThing',
      tag: 'Things',
      summary: 'Makes',
      access: 'authenticated',
      params: z.object({ thingId: idIn }),
      query: z.strictObject({ limit: pageIn.limit }),
      headers: z.object({ 'idempotency-key': z.string() }),
      body: z.strictObject({
        name: textIn(10),
        at: instantIn.optional(),
        quantities: z.record(z.string().regex(/^[a-z]+$/), quantityIn),
        shape: z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('round'), radius: quantityIn }),
          z.strictObject({ kind: z.literal('square'), side: quantityIn }),
        ]),
      }),
      status: 201,
      response: z.object({ id: z.string(), at: z.string().optional(), limit: z.number() }),
    },
    ({ params, query, body }, reply) => {
      reply.header('location', `/v1/things/${params.thingId}`);
      const thing = { id: params.thingId, limit: query.limit, secret: 'never leaves' };
      return Promise.resolve(body.at === undefined ? thing : { ...thing, at: body.at });
    },
  ),
  ...(
    [
      ['broken', () => Promise.reject(new Error('password is hunter2'))],
      ['refused', () => Promise.reject(new DomainError('quantity-invalid', 'below', { component: 'a/b', min: '1' }))],
      ['lost', () => Promise.reject(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))],
    ] as const
  ).map(([name, handle]) =>
    route(
      {
        method: 'get',
        path: `/v1/${name}`,
        operationId: name,
        tag: 'Things',
        summary: name,
        access: 'public',
        status: 200,
        response: z.object({ ok: z.string() }),
      },
      handle,
    ),
  ),
];

describe('createServer', () => {
  let server: ApiServer;
  let url = '';

  beforeAll(async () => {
    server = createServer({
      log: createLogger({ level: 'silent', name: 'test' }),
      authenticate: (authorization) =>
        authorization === 'Bearer good'
          ? Promise.resolve(caller)
          : Promise.reject(new RequestProblem('unauthenticated', 'no')),
      keepTrail: (_, work) => work(),
      routes,
      health: { checks: { postgres: () => Promise.resolve(), temporal: () => Promise.reject(new Error('away')) } },
      corsOrigins: ['https://shop.example'],
    });
    url = `http://127.0.0.1:${(await server.listen('127.0.0.1', 0)).port}`;
  });
  afterAll(() => server.close());

  const send = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${url}${path}`, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  };
  const post = async (body: unknown, more: { path?: string; headers?: Record<string, string>; text?: string } = {}) => {
    const answer = await send(more.path ?? `/v1/things/${id}`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer good',
        'content-type': 'application/json',
        'idempotency-key': 'k',
        ...more.headers,
      },
      body: more.text ?? JSON.stringify(body),
    });
    return { ...answer, json: JSON.parse(answer.text) };
  };
  const good = { name: 'x', quantities: { seats: '3' }, shape: { kind: 'round', radius: '1' } };

  it('answers with the listed fields only', async () => {
    const { status, headers, json } = await post({ ...good, at: '2026-12-01T10:00:00+01:00' });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/v1/things/${id}`);
    expect(json).toEqual({ id, limit: 20, at: '2026-12-01T09:00:00.000Z' });
  });

  it('points at every wrong place of a request at once', async () => {
    const { status, headers, json } = await post(
      { quantities: { seats: 'many', 'B/c': '1' }, shape: { kind: 'round', radius: -1 }, extra: 1, at: 'now' },
      { path: '/v1/things/no-id?limit=101&more=1' },
    );
    expect(status).toBe(400);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(json).toMatchObject({
      type: '/problems/validation-failed',
      status: 400,
      instance: '/v1/things/no-id',
      requestId: headers.get('x-request-id'),
    });
    const places = json.errors.map((error: { in: string; pointer: string }) => `${error.in} ${error.pointer}`).sort();
    expect(places).toEqual([
      'body /at',
      'body /extra',
      'body /name',
      'body /quantities/B~1c',
      'body /quantities/seats',
      'body /shape/radius',
      'path /thingId',
      'query /limit',
      'query /more',
    ]);
  });

  it.each([
    ['a missing body', '', { 'content-type': '' }, 400, 'validation-failed'],
    ['what is not JSON', '{"a":', {}, 400, 'malformed-json'],
    ['another type', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported-media-type'],
    ['another charset', '{}', { 'content-type': 'application/json; charset=koi8-r' }, 415, 'unsupported-media-type'],
    ['a large body', `"${'x'.repeat(300_000)}"`, {}, 413, 'payload-too-large'],
    ['an unknown caller', '{"a":', { authorization: 'Bearer bad' }, 401, 'unauthenticated'],
  ])('refuses %s', async (_, text, headers, status, code) => {
    const answer = await post(undefined, { text, headers });
    expect([answer.status, answer.json.type]).toEqual([status, `/problems/${code}`]);
  });

  it.each(['nul \0', 'half \ud800'])('refuses text that cannot be stored: %j', async (name) => {
    const { status, json } = await post({ ...good, name });
    expect([status, json.errors[0].pointer]).toEqual([400, '/name']);
  });

  it('tells nothing of what is broken', async () => {
    const { status, text } = await send('/v1/broken');
    expect(status).toBe(500);
    expect(Object.keys(JSON.parse(text)).sort()).toEqual(['instance', 'requestId', 'status', 'title', 'type']);
  });

  it('points at the quantity that a rule refuses', async () => {
    const { status, text } = await send('/v1/refused');
    expect(status).toBe(422);
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ in: 'body', pointer: '/quantities/a~1b', detail: 'below' }],
      details: { component: 'a/b', min: '1' },
    });
  });

  it('says when to come back while something is away', async () => {
    const { status, headers } = await send('/v1/lost');
    expect([status, headers.get('retry-after')]).toEqual([503, '2']);
  });

  it('answers 404 at an unknown address, also at one that is badly escaped', async () => {
    for (const path of ['/nowhere', '/v1/things/%E0%A4%A']) expect((await send(path)).status).toBe(404);
  });

  it('answers 405 with the methods that an address takes', async () => {
    const { status, headers } = await send('/v1/broken', { method: 'DELETE' });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('keeps a sane request id and replaces any other', async () => {
    const idOf = async (asked: string) =>
      (await send('/healthz', { headers: { 'x-request-id': asked } })).headers.get('x-request-id');
    expect(await idOf('trace-1.2:3')).toBe('trace-1.2:3');
    expect(await idOf('a b{}')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('sends headers that keep browsers careful, and none that says what it runs on', async () => {
    const { headers } = await send('/healthz');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('strict-transport-security')).toContain('max-age');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('lives, but is not ready while something that it needs is away', async () => {
    expect((await send('/healthz')).status).toBe(200);
    const { status, text } = await send('/readyz');
    expect([status, JSON.parse(text).detail]).toEqual([503, 'not ready: temporal']);
  });

  it('answers 429 with when to come back, and serves other keys meanwhile', async () => {
    const limited = createServer({
      log: createLogger({ level: 'silent', name: 'test' }),
      authenticate: (authorization) => Promise.resolve({ ...caller, userId: authorization ?? '' }),
      keepTrail: (_, work) => work(),
      limit: createLimit(1, () => 0),
      routes,
      health: { checks: {} },
      corsOrigins: [],
    });
    const { port } = await limited.listen('127.0.0.1', 0);
    const ask = async (key: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}/v1/things/${id}`, {
        method: 'POST',
        headers: { authorization: key },
      });
      return [answer.status, answer.headers.get('retry-after'), answer.headers.get('ratelimit')];
    };
    expect([await ask('a'), await ask('a'), await ask('a'), await ask('b')]).toEqual([
      [400, null, '"key";r=1;t=1'],
      [400, null, '"key";r=0;t=2'],
      [429, '1', '"key";r=0;t=2'],
      [400, null, '"key";r=1;t=1'],
    ]);
    await limited.close();
  });

  it('tells a page of another origin nothing that it could call with', async () => {
    const preflight = await send('/v1/things/1', {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    expect(preflight.headers.get('access-control-allow-methods')).toBeNull();
    const allowed = await send('/v1/things/1', { method: 'OPTIONS', headers: { origin: 'https://shop.example' } });
    expect([allowed.status, allowed.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, POST, PUT']);
  });

  it('lets the pages of listed origins call, and no other', async () => {
    const allowed = async (origin: string) =>
      (await send('/healthz', { headers: { origin } })).headers.get('access-control-allow-origin');
    expect(await allowed('https://shop.example')).toBe('https://shop.example');
    expect(await allowed('https://evil.example')).toBeNull();
  });

  it('explains each problem to people and to programs', async () => {
    const program = await send('/problems/order-decided');
    expect(JSON.parse(program.text)).toMatchObject({ status: 409, type: '/problems/order-decided' });
    const person = await send('/problems/order-decided', { headers: { accept: 'text/html' } });
    expect(person.headers.get('content-type')).toContain('text/html');
    expect((await send('/problems/constructor')).status).toBe(404);
  });

  it('serves its reference from its own files', async () => {
    const page = await send('/docs');
    expect(page.text).toContain('swagger-ui-bundle.js');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css', 'start.js', 'favicon-32x32.png']) {
      expect((await send(`/docs/${file}`)).status).toBe(200);
    }
    expect(JSON.parse((await send('/openapi.json')).text).openapi).toBe('3.1.0');
  });

  it('takes several requests over one connection after a refusal', async () => {
    const statuses = await Promise.all([1, 2, 3].map(async () => (await post({})).status));
    expect(statuses).toEqual([400, 400, 400]);
  });
});

describe('close', () => {
  it('finishes what is being served, and takes nothing new', async () => {
    let finish: (answer: { ok: string }) => void = () => undefined;
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const slow = route(
      {
        method: 'get',
        path: '/v1/slow',
        operationId: 'slow',
        tag: 'Things',
        summary: 'slow',
        access: 'public',
        status: 200,
        response: z.object({ ok: z.string() }),
      },
      () =>
        new Promise<{ ok: string }>((resolve) => {
          finish = resolve;
          begin();
        }),
    );
    const server = createServer({
      log: createLogger({ level: 'silent', name: 'test' }),
      authenticate: () => Promise.resolve(caller),
      keepTrail: (_, work) => work(),
      routes: [slow],
      health: { checks: {} },
      corsOrigins: [],
    });
    const { port } = await server.listen('127.0.0.1', 0);
    const served = new Promise<number | undefined>((resolve, reject) => {
      httpRequest({ port, path: '/v1/slow' }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    await begun;
    const closed = server.close();
    finish({ ok: 'yes' });
    expect(await served).toBe(200);
    await closed;
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  });

  it('answers who sends on a connection that was idle, and ends the connection with that answer', async () => {
    const server = createServer({
      log: createLogger({ level: 'silent', name: 'test' }),
      authenticate: () => Promise.resolve(caller),
      keepTrail: (_, work) => work(),
      routes: [],
      health: { checks: {} },
      corsOrigins: [],
    });
    const { port } = await server.listen('127.0.0.1', 0);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = () =>
      new Promise<{ status: number | undefined; connection: string | undefined }>((resolve, reject) => {
        httpRequest({ port, path: '/healthz', agent }, (response) => {
          const { statusCode: status, headers } = response.resume();
          response.once('end', () => resolve({ status, connection: headers.connection }));
        })
          .on('error', reject)
          .end();
      });
    expect(await ask()).toEqual({ status: 200, connection: 'keep-alive' });
    const closed = server.close();
    expect(await ask()).toEqual({ status: 200, connection: 'close' });
    await closed;
  });
});
