import type { Knex } from 'knex';
import type { Attachment } from '../../domain/catalog/attachment';
import { rowsOf } from '../rows';

export interface KeptAttachment extends Attachment {
  /** SHA-256 of its bytes, in hexadecimal digits. */
  readonly hash: string;
  readonly changedAt: string;
}

export interface AttachmentView {
  /** The main image first, then in the order of names. */
  ofOffering(offeringId: string): Promise<readonly KeptAttachment[]>;
  find(offeringId: string, name: string): Promise<KeptAttachment | undefined>;
  /** Those that it has now; `undefined` when it has just gone. */
  bytesOf(offeringId: string, name: string, hash: string): Promise<Buffer | undefined>;
}

export const createAttachmentView = (knex: Knex): AttachmentView => ({
  ofOffering: (offeringId) => keptAttachments(knex, offeringId),
  find: async (offeringId, name) => (await rowsOf<KeptAttachment>(knex, one, [offeringId, name]))[0],
  bytesOf: async (offeringId, name, hash) =>
    (await rowsOf<{ readonly bytes: Buffer }>(knex, bytes, [offeringId, name, hash]))[0]?.bytes,
});

/** All files of an offering. */
export const keptAttachments = (knex: Knex, offeringId: string): Promise<KeptAttachment[]> =>
  rowsOf(knex, ofOffering, [offeringId]);

const kept = `
  select a.name, a.content_type as "contentType", a.purpose, a.size, a.hash, a.changed_at as "changedAt"
  from offering_attachments a where a.offering_id = ?`;
const ofOffering = `${kept} order by a.purpose <> 'logo', a.name`;
const one = `${kept} and a.name = ?`;
const bytes = 'select bytes from offering_attachments where offering_id = ? and name = ? and hash = ?';
