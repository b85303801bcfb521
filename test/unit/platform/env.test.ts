import { randomBytes } from 'node:crypto';
import { apiEnv, checkEnv, workerEnv } from '../../../platform/env';
import { envExample } from '../../../platform/env-example';

const database = 'postgres://user:word@127.0.0.1:5432/entrepot';
const complete = { DATABASE_URL: database, ENTREPOT_SECRET_KEY: randomBytes(32).toString('base64') };
const problemsOf = (schema: typeof apiEnv | typeof workerEnv, source: Record<string, string>): readonly string[] => {
  const checked = checkEnv(schema, source);
  return 'problems' in checked ? checked.problems : [];
};

describe('checkEnv', () => {
  it('needs little and fills in the rest', () => {
    const checked = checkEnv(apiEnv, complete);
    expect(checked).toMatchObject({ env: { API_PORT: 8080, TEMPORAL_NAMESPACE: 'default', CORS_ORIGINS: [] } });
  });

  it('cannot be changed afterwards', () => {
    const checked = checkEnv(apiEnv, complete);
    expect('env' in checked && Object.isFrozen(checked.env)).toBe(true);
  });

  it('says what is not set', () => {
    expect(problemsOf(workerEnv, {})).toEqual(['DATABASE_URL: is not set', 'ENTREPOT_SECRET_KEY: is not set']);
  });

  it('takes an empty text for not set', () => {
    expect(problemsOf(apiEnv, { ...complete, API_PORT: '', TEMPORAL_API_KEY: '' })).toEqual([]);
  });

  it.each([
    ['DATABASE_URL', 'mysql://127.0.0.1/entrepot'],
    ['DATABASE_POOL_MAX', 'many'],
    ['API_PORT', '70000'],
    ['TEMPORAL_ADDRESS', 'http://127.0.0.1:7233'],
    ['TEMPORAL_TLS', 'yes'],
    ['PUBLIC_URL', 'ftp://entrepot.example'],
    ['LOG_LEVEL', 'loud'],
    ['API_PROXIES', '-1'],
    ['API_REQUESTS_PER_SECOND', 'fast'],
    ['OIDC_ISSUERS', 'https://id.example'],
    ['OIDC_ISSUERS', 'http://id.example entrepot'],
    ['OIDC_CLOCK_SKEW_SECONDS', '301'],
  ])('refuses a wrong %s without repeating its value', (name, value) => {
    const [problem, ...more] = problemsOf(apiEnv, { ...complete, [name]: value });
    expect(problem).toMatch(new RegExp(`^${name}: `));
    expect(problem).not.toContain(value);
    expect(more).toEqual([]);
  });

  it('refuses a secret key of another length', () => {
    const short = randomBytes(31).toString('base64');
    expect(problemsOf(workerEnv, { DATABASE_URL: database, ENTREPOT_SECRET_KEY: short })).toHaveLength(1);
  });

  it('takes OpenID providers with their audience, over plain HTTP on this machine alone', () => {
    const source = { ...complete, OIDC_ISSUERS: 'https://id.example/a entrepot, http://127.0.0.1:9000 urn:entrepot' };
    expect(checkEnv(apiEnv, source)).toMatchObject({
      env: {
        OIDC_ISSUERS: [
          { issuer: 'https://id.example/a', audience: 'entrepot' },
          { issuer: 'http://127.0.0.1:9000', audience: 'urn:entrepot' },
        ],
      },
    });
  });

  it('splits lists and drops the slash at the end of an address', () => {
    const source = {
      ...complete,
      CORS_ORIGINS: 'https://a.example, https://b.example,',
      PUBLIC_URL: 'https://entrepot.example/',
    };
    expect(checkEnv(apiEnv, source)).toMatchObject({
      env: { CORS_ORIGINS: ['https://a.example', 'https://b.example'], PUBLIC_URL: 'https://entrepot.example' },
    });
  });
});

describe('envExample', () => {
  const text = envExample([
    { process: 'API', schema: apiEnv },
    { process: 'worker', schema: workerEnv },
  ]);

  it('names every variable once', () => {
    for (const name of [...Object.keys(apiEnv.shape), ...Object.keys(workerEnv.shape)]) {
      expect(text.match(new RegExp(`^#?${name}=`, 'gm'))).toHaveLength(1);
    }
  });

  it('comments out what has a default', () => {
    expect(text).toContain('\n#API_PORT=8080');
    expect(text).toContain('\nENTREPOT_SECRET_KEY=');
  });
});
