import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { readTarEntry, readZipEntry } from '../../../bin/launcher/archive.js';

const zipOf = (files: { name: string; content: Buffer; stored?: boolean }[]): Buffer => {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, stored = false } of files) {
    const packed = stored ? content : deflateRawSync(content);
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(stored ? 0 : 8, 4);
    header.writeUInt32LE(crc32(content), 10);
    header.writeUInt32LE(packed.length, 14);
    header.writeUInt32LE(content.length, 18);
    header.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), header, Buffer.from(name), packed]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), header, tail, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const size = directory.reduce((sum, entry) => sum + entry.length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, ...directory, Buffer.from('PK\x05\x06'), end]);
};

const tarOf = (files: { name: string; content: string }[]): Buffer =>
  gzipSync(
    Buffer.concat([
      ...files.flatMap(({ name, content }) => {
        const header = Buffer.alloc(512);
        header.write(name, 0);
        header.write(content.length.toString(8).padStart(11, '0'), 124);
        return [header, Buffer.from(content.padEnd(Math.ceil(content.length / 512) * 512, '\0'))];
      }),
      Buffer.alloc(1024),
    ]),
  );

describe('readZipEntry', () => {
  const text = Buffer.from('a program '.repeat(500));
  const zip = zipOf([
    { name: 'readme', content: Buffer.from('x') },
    { name: 'data/scripts/temporal', content: text },
    { name: 'plain', content: text, stored: true },
  ]);

  it('unpacks a deflated file', () => {
    expect(readZipEntry(zip, (name) => name.endsWith('/scripts/temporal'))).toEqual(text);
  });

  it('takes out a stored file', () => {
    expect(readZipEntry(zip, (name) => name === 'plain')).toEqual(text);
  });

  it('says so when the file or the archive is missing', () => {
    expect(() => readZipEntry(zip, () => false)).toThrow('lacks the file');
    expect(() => readZipEntry(Buffer.from('<html>not found</html>'), () => true)).toThrow('not a zip archive');
  });
});

describe('readTarEntry', () => {
  it('finds a file behind others, with and without a leading dot', () => {
    const tar = tarOf([
      { name: 'LICENSE', content: 'l'.repeat(700) },
      { name: './temporal', content: 'program' },
    ]);
    expect(readTarEntry(tar, (name) => name === 'temporal').toString()).toBe('program');
    expect(() => readTarEntry(tar, (name) => name === 'other')).toThrow('lacks the file');
  });
});
