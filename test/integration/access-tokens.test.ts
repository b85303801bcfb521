import { createHmac, generateKeyPairSync } from 'node:crypto';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { SignJWT, decodeJwt } from 'jose';
import { createVerifyToken } from '../../api/identity/access-token';
import { insertMarket, insertUser } from '../support/builders';
import type { Caller } from '../support/api';
import { useDatabase } from '../support/database';
import type { OidcProcess } from '../support/oidc-process';
import { startOidcProvider } from '../support/oidc-process';
import { useServedBooks } from '../support/served-books';

const audience = 'urn:entrepot';
const skewSeconds = 30;

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('access tokens', () => {
  const database = useDatabase();
  const { knex } = database;
  let ahead = 0;
  const now = (): string => new Date(Date.now() + ahead).toISOString();
  let provider: OidcProcess;
  let rival: OidcProcess;
  let silent: Server;
  let silentIssuer = '';
  let verifyToken: ReturnType<typeof createVerifyToken>;
  const api = useServedBooks(database, now, { believeMs: -1, verifyToken: (token) => verifyToken(token) });
  let userId = '';
  let own: Caller;

  beforeAll(async () => {
    [provider, rival] = await Promise.all([startOidcProvider(), startOidcProvider()]);
    silent = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    silentIssuer = `http://127.0.0.1:${(silent.address() as { readonly port: number }).port}`;
    verifyToken = createVerifyToken({
      issuers: [
        { issuer: provider.issuer, audience, unknownKeyEveryMs: 0 },
        { issuer: silentIssuer, audience, timeoutMs: 300, retryEveryMs: 60_000 },
      ],
      clockSkewSeconds: skewSeconds,
      now,
    });
    const { customerId } = await insertMarket(knex);
    const user = await insertUser(knex, [{ role: 'owner', scope: 'organization', scopeId: customerId }]);
    userId = user.id;
    own = api.callerOf(user.key);
  });
  afterAll(async () => {
    silent.closeAllConnections();
    silent.close();
    await Promise.all([provider.stop(), rival.stop()]);
  });
  beforeEach(() => {
    ahead = 0;
  });

  const ask = async (token: string) => {
    const { status, body, headers } = await api.callerOf(token).get('/v1/me');
    return { status, detail: body.detail as string, userId: body.userId as string, headers };
  };
  const refusedFor = async (token: string): Promise<string> => {
    const { status, detail, headers } = await ask(token);
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toContain('Bearer');
    return detail;
  };
  const { privateKey: foreignKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const claims = (issuer = provider.issuer) => ({
    ...{ iss: issuer, sub: 'erp', aud: audience, exp: Math.floor(Date.now() / 1000) + 600 },
  });
  const signed = (payload: Record<string, unknown>, header: object = {}, key = foreignKey): Promise<string> =>
    new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: provider.kid(), ...header }).sign(key);

  it('are of nobody here until they are linked, by whoever shows one', async () => {
    const token = await provider.token(audience);
    expect(await refusedFor(token)).toContain('linked to no user');
    const linked = await own.post('/v1/me/logins', { token });
    expect(linked.body.items).toMatchObject([{ issuer: provider.issuer, subject: 'erp', userId, linkedBy: userId }]);
    expect(await ask(token)).toMatchObject({ status: 200, userId });
    expect((await api.callerOf(token).get('/v1/me')).body.credential).toMatchObject({
      kind: 'access-token',
      issuer: provider.issuer,
      keyId: null,
    });
    expect((await own.post('/v1/me/logins', { token })).body.items).toHaveLength(1);
  });

  it('are of one user at a time', async () => {
    const other = await insertUser(knex);
    const taken = await api.callerOf(other.key).post('/v1/me/logins', { token: await provider.token(audience) });
    expect([taken.status, taken.body.type]).toEqual([409, '/problems/login-taken']);
  });

  it('work with a new key of the issuer, and no longer with one that it took back', async () => {
    const before = await provider.token(audience);
    expect((await ask(before)).status).toBe(200);
    await provider.rotate();
    expect((await ask(await provider.token(audience))).status).toBe(200);
    expect(await refusedFor(before)).toContain('signature');
  });

  it('end at their expiry, with some patience for clocks that are off', async () => {
    const token = await provider.token(audience);
    const leftMs = (decodeJwt(token).exp ?? 0) * 1000 - Date.now();
    ahead = leftMs + (skewSeconds - 5) * 1000;
    expect((await ask(token)).status).toBe(200);
    ahead = leftMs + (skewSeconds + 1) * 1000;
    expect(await refusedFor(token)).toContain('expired');
  });

  it('are for this API alone', async () => {
    expect(await refusedFor(await provider.token('urn:another'))).toContain('its aud is not');
  });

  it('come from the issuers that are trusted here alone', async () => {
    expect(await refusedFor(await rival.token(audience))).toContain('issuer is not one');
  });

  it('are refused when anybody but the issuer has signed them', async () => {
    expect(await refusedFor(await signed(claims()))).toContain('signature');
    const [header, , signature] = (await provider.token(audience)).split('.');
    const altered = base64({ ...claims(), sub: 'platform' });
    expect(await refusedFor(`${header}.${altered}.${signature}`)).toContain('signature');
    // A key in the header, and one that the header points at, are those of whoever wrote the header.
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = publicKey.export({ format: 'jwk' });
    expect(await refusedFor(await signed(claims(), { jwk, jku: `${rival.issuer}/jwks` }, privateKey))).toContain(
      'signature',
    );
  });

  it('are refused without a signature, and with one by a secret that is none', async () => {
    for (const alg of ['none', 'None', 'NONE']) {
      expect(await refusedFor(`${base64({ alg })}.${base64(claims())}.`)).toContain('signature');
    }
    // The classic confusion: the public key, taken for a shared secret.
    const keys = (await (await fetch(`${provider.issuer}/jwks`)).json()) as { readonly keys: readonly object[] };
    const body = `${base64({ alg: 'HS256', kid: provider.kid() })}.${base64(claims())}`;
    const mac = createHmac('sha256', JSON.stringify(keys.keys[0])).update(body).digest('base64url');
    expect(await refusedFor(`${body}.${mac}`)).toContain('signature');
  });

  it('answer 503 while the keys of their issuer cannot be fetched, and do not ask it again at once', async () => {
    let asked = 0;
    silent.on('request', () => (asked += 1));
    const token = await signed(claims(silentIssuer));
    for (let nth = 0; nth < 3; nth++) {
      const { status, headers } = await ask(token);
      expect([status, headers.get('retry-after')]).toEqual([503, '5']);
    }
    expect(asked).toBe(1);
  });

  it('are linked to users by the platform, and not by a key with limits', async () => {
    const { id, key } = await insertUser(knex);
    const admin = api.callerOf(
      (await insertUser(knex, [{ role: 'platform.admin', scope: 'platform', scopeId: null }])).key,
    );
    const login = { issuer: provider.issuer, subject: 'stranger' };
    expect((await own.post(`/v1/users/${id}/logins`, login)).status).toBe(403);
    expect((await admin.post(`/v1/users/${id}/logins`, login)).status).toBe(200);
    const token = await provider.token(audience, 'stranger');
    expect(await ask(token)).toMatchObject({ status: 200, userId: id });
    const limited = await own.post('/v1/api-keys', { name: 'L', permissions: ['order.read'] });
    const refused = await api.callerOf(limited.body.key).post('/v1/me/logins', { token });
    expect([refused.status, refused.body.type]).toEqual([403, '/problems/api-key-limited']);
    expect((await api.callerOf(key).post('/v1/me/logins/remove', login)).body.items).toEqual([]);
    expect(await refusedFor(token)).toContain('linked to no user');
    expect((await api.callerOf(key).post('/v1/me/logins/remove', login)).status).toBe(404);
  });

  it('that prove nothing are linked to nobody', async () => {
    const answer = await own.post('/v1/me/logins', { token: await signed(claims()) });
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, '/token']);
  });
});
