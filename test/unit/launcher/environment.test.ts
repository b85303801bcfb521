import { apiHost } from '../../../bin/launcher/environment.js';
import { nodeObjection } from '../../../bin/launcher/node-version.js';
import { serverFlags } from '../../../bin/launcher/temporal.js';

describe('apiHost', () => {
  it('is loopback unless an address is given', () => {
    expect(apiHost({})).toBe('127.0.0.1');
    expect(apiHost({ HOST: 'my-laptop' })).toBe('127.0.0.1');
    expect(apiHost({ HOST: '0.0.0.0' })).toBe('0.0.0.0');
    expect(apiHost({ HOST: '0.0.0.0', API_HOST: '10.0.0.7' })).toBe('10.0.0.7');
    expect(apiHost({ API_HOST: 'localhost' })).toBe('localhost');
  });
});

describe('nodeObjection', () => {
  it.each(['v20.19.0', 'v22.1.0', 'v25.9.1'])('takes %s', (version) => {
    expect(nodeObjection(version)).toBeUndefined();
  });

  it.each(['v18.20.0', 'v20.18.3', 'v26.0.0'])('refuses %s', (version) => {
    expect(nodeObjection(version)).toContain('20.19');
  });
});

describe('serverFlags', () => {
  const options = { port: 1, uiPort: 2, file: 'x.db' };

  it('listens on loopback alone', () => {
    expect(serverFlags('', options).join(' ')).toContain('--ip 127.0.0.1 --port 1 --ui-port 2 --db-filename x.db');
  });

  it('leaves out what an older program does not know', () => {
    const flags = serverFlags('--sqlite-pragma stringArray', options);
    expect(flags).toContain('journal_mode=WAL');
    expect(flags).not.toContain('--ui-disable-news-fetch');
  });
});
