import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

interface Told {
  readonly issuer: string;
  readonly kid: string;
}

/** A real OpenID provider in a process of its own. */
export interface OidcProcess {
  readonly issuer: string;
  /** Names the key that it signs with at present. */
  readonly kid: () => string;
  /** An access token, as a client gets one for itself. */
  readonly token: (audience: string, client?: 'erp' | 'stranger') => Promise<string>;
  /** Signs with another key from now on. */
  readonly rotate: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export const startOidcProvider = async (): Promise<OidcProcess> => {
  const child = fork(join(__dirname, 'oidc-provider.js'), {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const told = async (): Promise<Told> => ((await once(child, 'message')) as [Told])[0];
  let { issuer, kid } = await told();
  const token = async (audience: string, client = 'erp'): Promise<string> => {
    const answer = await fetch(`${issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: client,
        client_secret: 'a secret of the test',
        resource: audience,
        scope: 'api',
      }),
    });
    const body = (await answer.json()) as { readonly access_token?: string };
    if (body.access_token === undefined) throw new Error(`no token: ${JSON.stringify(body)}`);
    return body.access_token;
  };
  return {
    issuer,
    kid: () => kid,
    token,
    rotate: async () => {
      const next = told();
      child.send('rotate');
      ({ issuer, kid } = await next);
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
};
