'use strict';

const zlib = require('node:zlib');

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/** @param {Buffer} zip @returns {number} The offset of the record that ends the archive. */
const endOfDirectory = (zip) => {
  for (let at = zip.length - 22; at >= 0 && at >= zip.length - 22 - 0xffff; at--) {
    if (zip.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw new Error('not a zip archive');
};

/**
 * Unpacks one file of a zip archive (stored or deflated, below 4 GB).
 *
 * @param {Buffer} zip
 * @param {(name: string) => boolean} wanted
 * @returns {Buffer}
 */
const readZipEntry = (zip, wanted) => {
  const end = endOfDirectory(zip);
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('damaged zip archive');
    const method = zip.readUInt16LE(at + 10);
    const packedSize = zip.readUInt32LE(at + 20);
    const nameLength = zip.readUInt16LE(at + 28);
    const local = zip.readUInt32LE(at + 42);
    if (wanted(zip.toString('utf8', at + 46, at + 46 + nameLength))) {
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const packed = zip.subarray(start, start + packedSize);
      if (method === 0) return packed;
      if (method === 8) return zlib.inflateRawSync(packed);
      throw new Error(`zip compression ${method} is not supported`);
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new Error('the zip archive lacks the file');
};

/**
 * Unpacks one file of a gzipped tar archive.
 *
 * @param {Buffer} archive
 * @param {(name: string) => boolean} wanted
 * @returns {Buffer}
 */
const readTarEntry = (archive, wanted) => {
  const tar = zlib.gunzipSync(archive);
  let at = 0;
  while (at + 512 <= tar.length && tar[at] !== 0) {
    const name = (tar.toString('utf8', at, at + 100).split('\0')[0] ?? '').replace(/^\.\//, '');
    const size = Number.parseInt(tar.toString('ascii', at + 124, at + 136), 8);
    if (wanted(name)) return tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error('the tar archive lacks the file');
};

module.exports = { readTarEntry, readZipEntry };
