import { randomBytes } from 'node:crypto';
import { createSecretBox } from '../../../platform/secrets';

const aKey = (): string => randomBytes(32).toString('base64');

describe('createSecretBox', () => {
  const box = createSecretBox(aKey());

  it('opens what it has sealed', () => {
    expect(box.open(box.seal('whsec_ä€𝄞', 'vendor|1'), 'vendor|1')).toBe('whsec_ä€𝄞');
  });

  it('never seals the same text twice to the same form', () => {
    expect(box.seal('a', 'c')).not.toBe(box.seal('a', 'c'));
  });

  it('opens nothing for another context', () => {
    const sealed = box.seal('secret', 'vendor|1');
    expect(() => box.open(sealed, 'vendor|2')).toThrow();
  });

  it('opens nothing with another key', () => {
    const sealed = box.seal('secret', 'c');
    expect(() => createSecretBox(aKey()).open(sealed, 'c')).toThrow();
  });

  it.each([0, 1, 2, 3])('notices a change in part %i', (at) => {
    const parts = box.seal('secret', 'c').split('.');
    const changed = parts.map((part, index) =>
      index === at ? `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}` : part,
    );
    expect(() => box.open(changed.join('.'), 'c')).toThrow();
  });

  it('refuses a shortened tag', () => {
    const [version, nonce, tag, body] = box.seal('secret', 'c').split('.');
    const short = Buffer.from(tag!, 'base64url').subarray(0, 4).toString('base64url');
    expect(() => box.open([version, nonce, short, body].join('.'), 'c')).toThrow();
  });

  it('wants a key of 32 bytes', () => {
    expect(() => createSecretBox(randomBytes(16).toString('base64'))).toThrow('32 bytes');
  });
});
