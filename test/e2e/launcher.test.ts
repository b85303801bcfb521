import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { removeHome } from '../../bin/launcher/leftovers.js';
import { isAlive } from '../../bin/launcher/identity.js';
import type { Launcher } from '../support/launcher';
import { killEverything, launch, runningBelow } from '../support/launcher';

describe('npm start', () => {
  const home = join(process.env['ENTREPOT_TEST_HOME'] ?? '', 'a home with spaces');
  let launcher: Launcher;
  afterAll(async () => {
    launcher.signal('SIGTERM');
    await launcher.exitCode;
    await removeHome(home);
  }, 60_000);

  it('goes on where it was after everything was killed in the middle of an advance', async () => {
    const first = launch(home);
    await first.says('  month  ');
    await killEverything(first, home);
    expect(first.told()).not.toContain('Ctrl-C stops');

    launcher = launch(home);
    await launcher.says('Ctrl-C stops');
    expect(launcher.told()).toContain('the story goes on where it was');
    expect(launcher.told()).toContain('net, as each sees it: Ada pays 835.78 EUR; Brenta is paid 835.78 EUR');
    expect(launcher.told()).toContain('for Ada to decide');
  }, 120_000);

  it('refuses to start a second time on the same home', async () => {
    const second = launch(home);
    expect(await second.exitCode).toBe(1);
    expect(second.told()).toContain(`Entrepot runs already from ${home}`);
  }, 30_000);

  it('keeps secrets to their owner', () => {
    for (const name of ['keys.json', 'secret.key', 'postgres.password']) {
      expect({ name, mode: statSync(join(home, name)).mode & 0o777 }).toEqual({ name, mode: 0o600 });
    }
  });

  it('stops everything, and Postgres last, when it is interrupted', async () => {
    const pids = runningBelow(home);
    expect(pids).toHaveLength(5);
    launcher.signal('SIGINT');
    expect(await launcher.exitCode).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(launcher.told().trimEnd()).toMatch(/stopping \(SIGINT\)\n.* stopped$/);
    // Whoever had lost the database on the way out would have said so.
    for (const name of ['api', 'worker']) {
      const lines = readFileSync(join(home, 'logs', `${name}.log`), 'utf8').split('shutting down');
      expect(lines.at(-1)).not.toContain('ECONNREFUSED');
    }
    expect(readFileSync(join(home, 'logs', 'postgres.log'), 'utf8')).toContain('database system is shut down');
    expect(existsSync(join(home, 'launcher.pid'))).toBe(false);
  }, 60_000);
});
