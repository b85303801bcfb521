import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { keepDemoKeys } from '../../../bin/keys-file';

let folder = '';
let file = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keys '));
  file = path.join(folder, 'keys.json');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

describe('keepDemoKeys', () => {
  it('finds the same keys again, readable by their owner alone', () => {
    const keys = keepDemoKeys(file);
    expect(keepDemoKeys(file)).toEqual(keys);
    expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toEqual(keys);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  });

  it('gives a key to a role that the file does not know yet, and keeps the others', () => {
    const keys = keepDemoKeys(file);
    fs.writeFileSync(file, JSON.stringify(keys.slice(1)));
    const mended = keepDemoKeys(file);
    expect(mended.slice(1)).toEqual(keys.slice(1));
    expect(mended[0]).toMatchObject({ role: keys[0]?.role });
    expect(mended[0]?.key).not.toBe(keys[0]?.key);
  });

  it('hands out keys in the form that the API takes, and never the same one twice', () => {
    const keys = keepDemoKeys(file).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^ek_[\w-]{32}$/);
  });
});
