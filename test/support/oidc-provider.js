'use strict';

// An OpenID provider, as a process of its own. `rotate` gives it a new key to sign with, and the old one is gone.

const { generateKeyPairSync, randomUUID } = require('node:crypto');
const { createServer } = require('node:http');

const newKey = () => ({
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
  kid: randomUUID(),
  use: 'sig',
  alg: 'RS256',
});

/** @param {string} issuer */
const configuration = (issuer) => ({
  jwks: { keys: [newKey()] },
  clients: ['erp', 'stranger'].map((client_id) => ({
    client_id,
    client_secret: 'a secret of the test',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: 'client_secret_post',
  })),
  cookies: { keys: ['a key of the test'] },
  scopes: ['api'],
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      /** @param {unknown} _context @param {string} resource */
      getResourceServerInfo: (_context, resource) => ({
        scope: 'api',
        audience: resource,
        accessTokenTTL: 600,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  issuer,
});

const main = async () => {
  // @ts-expect-error it comes without types
  const { default: Provider } = await import('oidc-provider');
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const issuer = `http://127.0.0.1:${port}`;
  const serve = () => {
    const { issuer: name, ...options } = configuration(issuer);
    server.removeAllListeners('request').on('request', new Provider(name, options).callback());
    process.send?.({ issuer, kid: options.jwks.keys[0]?.kid });
  };
  process.on('message', serve);
  serve();
};

void main();
// Whoever started it has gone.
process.once('disconnect', () => process.exit(0));
