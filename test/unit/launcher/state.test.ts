import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openHome, removeState, secretKey } from '../../../bin/launcher/home.js';
import { isInstalled } from '../../../bin/launcher/install.js';
import { pidFileOf, stopLeftovers, takeLock } from '../../../bin/launcher/pid-files.js';
import { startProcess } from '../../../bin/launcher/processes.js';

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'with a space '));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const mode = (file: string): number => fs.statSync(file).mode & 0o777;

describe('home', () => {
  it('keeps secrets to their owner, and keeps them', () => {
    const home = openHome(path.join(folder, 'home'));
    const key = secretKey(home);
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(secretKey(home)).toBe(key);
    expect(mode(path.join(home, 'secret.key'))).toBe(0o600);
    expect(mode(path.join(home, 'logs'))).toBe(0o700);
    expect(mode(home) & 0o066).toBe(0);
  });

  it('forgets all but the downloads', () => {
    const home = openHome(path.join(folder, 'home'));
    secretKey(home);
    fs.mkdirSync(path.join(home, 'cache'));
    removeState(home);
    expect(fs.readdirSync(home)).toEqual(['cache']);
  });
});

describe('takeLock', () => {
  it('refuses a second holder, and takes it from one that has died', () => {
    const file = path.join(folder, 'lock');
    const release = takeLock(file, (pid) => `held by ${pid}`);
    expect(() => takeLock(file, (pid) => `held by ${pid}`)).toThrow(`held by ${process.pid}`);
    release();
    fs.writeFileSync(file, JSON.stringify({ pid: process.pid, identity: 'an earlier process' }));
    takeLock(file, () => 'held')();
    expect(fs.existsSync(file)).toBe(false);
  });
});

describe('stopLeftovers', () => {
  it('stops what a launcher has left running, and never a process that only has its number', async () => {
    const home = openHome(path.join(folder, 'home'));
    const args = ['-e', 'setInterval(() => {}, 1000)'];
    const child = await startProcess({ name: 'left', home, command: process.execPath, args });
    const foreign = pidFileOf(home, 'foreign');
    fs.writeFileSync(foreign, JSON.stringify({ pid: process.ppid, identity: 'another', stopSignal: 'SIGKILL' }));
    expect(await stopLeftovers(home)).toEqual(['left']);
    expect(await child.exited).toEqual({ code: null, signal: 'SIGTERM' });
    expect(fs.existsSync(foreign)).toBe(false);
  });
});

describe('isInstalled', () => {
  const lock = (version: string): string => JSON.stringify({ packages: { 'node_modules/a': { version } } });
  const write = (installed: string, wanted: string, wantedIsNewer: boolean): void => {
    fs.mkdirSync(path.join(folder, 'node_modules'));
    fs.writeFileSync(path.join(folder, 'node_modules', '.package-lock.json'), installed);
    fs.writeFileSync(path.join(folder, 'package-lock.json'), wanted);
    const at = Date.now() / 1000 + (wantedIsNewer ? 60 : -60);
    fs.utimesSync(path.join(folder, 'package-lock.json'), at, at);
  };

  it('is false without node_modules', () => {
    expect(isInstalled(folder)).toBe(false);
  });

  it('is true when the installation is younger than the lock file', () => {
    write(lock('1.0.0'), lock('1.0.0'), false);
    expect(isInstalled(folder)).toBe(true);
  });

  it('looks into a lock file that is younger', () => {
    write(lock('1.0.0'), lock('1.0.0'), true);
    expect(isInstalled(folder)).toBe(true);
    fs.rmSync(path.join(folder, 'node_modules'), { recursive: true });
    write(lock('1.0.0'), lock('1.1.0'), true);
    expect(isInstalled(folder)).toBe(false);
  });
});
