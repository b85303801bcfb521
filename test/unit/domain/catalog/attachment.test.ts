import type { Attachment, OfferedFile } from '../../../../domain/catalog/attachment';
import { attachmentsMost, attachmentTypes, checkAttachment, isImageType } from '../../../../domain/catalog/attachment';

const heads: Readonly<Record<string, string>> = {
  'image/png': '89504e470d0a1a0a0000',
  'image/jpeg': 'ffd8ffe000104a46',
  'image/gif': Buffer.from('GIF89a..').toString('hex'),
  'image/webp': Buffer.from('RIFF1234WEBPVP8 ').toString('hex'),
  'application/pdf': Buffer.from('%PDF-1.7').toString('hex'),
};
const names: Readonly<Record<string, string>> = {
  ...{ 'image/png': 'a.png', 'image/jpeg': 'a.JPG', 'image/gif': 'a.gif', 'image/webp': 'a.webp' },
  'application/pdf': 'a.pdf',
};
const bytesOf = (contentType: string) =>
  new Uint8Array(Buffer.from(Object.hasOwn(heads, contentType) ? (heads[contentType] ?? '') : '', 'hex'));
const file = (contentType: string, fields: Partial<OfferedFile> = {}): OfferedFile => ({
  ...{
    name: Object.hasOwn(names, contentType) ? (names[contentType] ?? '') : 'a',
    contentType,
    purpose: 'document',
    bytes: bytesOf(contentType),
  },
  ...fields,
});
const rulesOf = (offered: OfferedFile, kept: readonly Attachment[] = []): string[] => {
  try {
    checkAttachment(offered, kept);
    return [];
  } catch (error) {
    return (error as { places: { rule: string }[] }).places.map(({ rule }) => rule);
  }
};
const keptFiles = (count: number, size: number): Attachment[] =>
  Array.from({ length: count }, (_, at) => ({ name: `${at}.png`, contentType: 'image/png', purpose: 'image', size }));

describe('checkAttachment', () => {
  it.each(attachmentTypes)('takes %s', (contentType) => {
    expect(rulesOf(file(contentType))).toEqual([]);
    expect(rulesOf(file(contentType, { purpose: 'logo' })).length).toBe(isImageType(contentType) ? 0 : 1);
  });

  it('refuses bytes that are not what they are called', () => {
    for (const contentType of attachmentTypes)
      for (const other of attachmentTypes)
        expect(rulesOf(file(contentType, { bytes: bytesOf(other) })).length).toBe(contentType === other ? 0 : 1);
    expect(rulesOf(file('image/webp', { bytes: new Uint8Array(Buffer.from('RIFF1234WAVE')) }))).toHaveLength(1);
    expect(rulesOf(file('image/png', { bytes: new Uint8Array() }))).toHaveLength(1);
  });

  it('refuses what browsers could run', () => {
    for (const contentType of ['image/svg+xml', 'text/html', 'application/xhtml+xml', 'constructor'])
      expect(rulesOf(file(contentType))).toEqual([`${contentType} is not taken`]);
  });

  it('refuses a name that says something else', () => {
    for (const name of ['a.html', 'png', 'a.png.exe', 'a.'])
      expect(rulesOf(file('image/png', { name }))).toHaveLength(1);
  });

  it('refuses one file too many, and more bytes than all may have, but not another one in its place', () => {
    const full = keptFiles(attachmentsMost, 1);
    expect(rulesOf(file('image/png'), full)).toHaveLength(1);
    expect(rulesOf(file('image/png', { name: '3.png' }), full)).toEqual([]);
    const heavy = keptFiles(2, 10 * 1024 * 1024);
    expect(rulesOf(file('image/png'), heavy)).toHaveLength(1);
    expect(rulesOf(file('image/png', { name: '1.png' }), heavy)).toEqual([]);
  });
});
