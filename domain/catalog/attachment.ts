import type { RefusedPlace } from '../errors';
import { DomainError } from '../errors';

/** What a file of an offering is for: its one main image, a picture among others, or something to read. */
type AttachmentPurpose = 'logo' | 'image' | 'document';

/** A file of an offering; its name names it within the offering. */
export interface Attachment {
  readonly name: string;
  readonly contentType: string;
  readonly purpose: AttachmentPurpose;
  readonly size: number;
}

/** A file that is to be kept. */
export interface OfferedFile {
  readonly name: string;
  readonly contentType: string;
  readonly purpose: AttachmentPurpose;
  readonly bytes: Uint8Array;
}

/** How many files an offering has at the most, and how much they come to. */
export const attachmentsMost = 20;
const sizeMost = 20 * 1024 * 1024;

interface FileType {
  readonly extensions: readonly string[];
  readonly isImage: boolean;
  readonly fits: (bytes: Uint8Array) => boolean;
}

/** True for bytes that have these at a place; -1 is any byte. */
const has = (bytes: Uint8Array, wanted: readonly number[], at = 0): boolean =>
  wanted.every((byte, index) => byte === -1 || bytes[at + index] === byte);

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));
const riff = [...ascii('RIFF'), -1, -1, -1, -1, ...ascii('WEBP')];

/**
 * What is taken. An SVG is a document with scripts and links of its own, which browsers run where it was served: nothing
 * that a logo needs, so it is not among them; nor is HTML.
 */
const fileTypes: Readonly<Record<string, FileType>> = {
  'image/png': image(['png'], (bytes) => has(bytes, [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a])),
  'image/jpeg': image(['jpg', 'jpeg'], (bytes) => has(bytes, [0xff, 0xd8, 0xff])),
  'image/gif': image(['gif'], (bytes) => has(bytes, ascii('GIF87a')) || has(bytes, ascii('GIF89a'))),
  'image/webp': image(['webp'], (bytes) => has(bytes, riff)),
  'application/pdf': { extensions: ['pdf'], isImage: false, fits: (bytes) => has(bytes, ascii('%PDF-')) },
};

function image(extensions: readonly string[], fits: FileType['fits']): FileType {
  return { extensions, isImage: true, fits };
}

const typeOf = (contentType: string): FileType | undefined =>
  Object.hasOwn(fileTypes, contentType) ? fileTypes[contentType] : undefined;

/** Media types of files that are taken. */
export const attachmentTypes: readonly string[] = Object.keys(fileTypes);

/** Pictures may be shown where they are asked for; all else is only saved. */
export const isImageType = (contentType: string): boolean => typeOf(contentType)?.isImage === true;

/**
 * Whether a file may be one more of an offering, or replace the one of its name.
 * @param kept the files that the offering has
 * @throws DomainError `attachment-refused`, telling each reason
 */
export const checkAttachment = (file: OfferedFile, kept: readonly Attachment[]): void => {
  const places = [...faultsOf(file), ...excessOf(file, kept)];
  if (places.length > 0) throw new DomainError('attachment-refused', 'the file cannot be kept', {}, places);
};

const faultsOf = ({ name, contentType, purpose, bytes }: OfferedFile): RefusedPlace[] => {
  const type = typeOf(contentType);
  if (type === undefined) return [refused(`${contentType} is not taken`)];
  const extension = name.split('.').at(-1)?.toLowerCase() ?? '';
  return [
    ...(type.fits(bytes) ? [] : [refused(`the bytes are not ${contentType}`)]),
    ...(name.includes('.') && type.extensions.includes(extension)
      ? []
      : [refused(`the name of ${contentType} ends with .${type.extensions.join(' or .')}`)]),
    ...(purpose === 'document' || type.isImage ? [] : [refused(`${contentType} is no picture`)]),
  ];
};

const excessOf = ({ name, bytes }: OfferedFile, kept: readonly Attachment[]): RefusedPlace[] => {
  const others = kept.filter((attachment) => attachment.name !== name);
  const size = others.reduce((sum, other) => sum + other.size, bytes.length);
  return [
    ...(others.length < attachmentsMost ? [] : [refused(`an offering has ${attachmentsMost} files at most`)]),
    ...(size <= sizeMost ? [] : [refused(`all files of an offering have ${sizeMost} bytes at most`)]),
  ];
};

const refused = (rule: string): RefusedPlace => ({ pointer: '', rule });
