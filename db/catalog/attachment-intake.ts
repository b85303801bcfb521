import { createHash, randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { OfferedFile } from '../../domain/catalog/attachment';
import { checkAttachment } from '../../domain/catalog/attachment';
import { rowsOf } from '../rows';
import type { KeptAttachment } from './attachment-view';
import { keptAttachments } from './attachment-view';

interface Edit {
  readonly offeringId: string;
  readonly userId: string;
  readonly now: string;
}

export interface AttachmentIntake {
  /**
   * Keeps a file under its name; the same one again changes nothing. An earlier main image becomes one among others.
   * @throws DomainError `attachment-refused`
   */
  keep(file: Edit & OfferedFile): Promise<KeptAttachment>;
  /** @returns what was removed; `undefined` when there was nothing of the name */
  remove(file: Edit & { readonly name: string }): Promise<KeptAttachment | undefined>;
}

/** Changes of one offering follow each other, so that each counts what the other has left. */
export const createAttachmentIntake = (knex: Knex): AttachmentIntake => ({
  keep: ({ name, contentType, purpose, bytes, ...edit }) =>
    knex.transaction(async (trx) => {
      const kept = await lockedAttachments(trx, edit.offeringId);
      checkAttachment({ name, contentType, purpose, bytes }, kept);
      const hash = createHash('sha256').update(bytes).digest('hex');
      const before = kept.find((attachment) => attachment.name === name);
      const file = { name, contentType, purpose, size: bytes.length, hash, changedAt: edit.now };
      if (before !== undefined && isSame(before, file)) return before;
      if (purpose === 'logo') await rowsOf(trx, demoteLogo, [edit.offeringId, name]);
      await rowsOf(trx, upsert, [
        ...[edit.offeringId, name, contentType, purpose, bytes.length, hash],
        ...[Buffer.from(bytes), edit.now],
      ]);
      await logChange(trx, edit, name, file);
      return file;
    }),
  remove: ({ name, ...edit }) =>
    knex.transaction(async (trx) => {
      const kept = await lockedAttachments(trx, edit.offeringId);
      const gone = kept.find((attachment) => attachment.name === name);
      if (gone === undefined) return undefined;
      await rowsOf(trx, 'delete from offering_attachments where offering_id = ? and name = ?', [edit.offeringId, name]);
      await logChange(trx, edit, name, null);
      return gone;
    }),
});

// Orders refer to the offering; they do not wait for this lock.
const lockedAttachments = async (trx: Knex.Transaction, offeringId: string): Promise<KeptAttachment[]> => {
  await rowsOf(trx, 'select id from offerings where id = ? for no key update', [offeringId]);
  return keptAttachments(trx, offeringId);
};

const isSame = (a: KeptAttachment, b: KeptAttachment): boolean =>
  a.hash === b.hash && a.contentType === b.contentType && a.purpose === b.purpose;

const demoteLogo = `
  update offering_attachments set purpose = 'image' where offering_id = ? and name <> ? and purpose = 'logo'`;

const upsert = `
  insert into offering_attachments (offering_id, name, content_type, purpose, size, hash, bytes, changed_at)
  values (?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (offering_id, name) do update set content_type = excluded.content_type, purpose = excluded.purpose,
    size = excluded.size, hash = excluded.hash, bytes = excluded.bytes, changed_at = excluded.changed_at`;

const logChange = (
  trx: Knex.Transaction,
  { offeringId, userId, now }: Edit,
  name: string,
  attachment: KeptAttachment | null,
): Promise<unknown> =>
  rowsOf(
    trx,
    `insert into offering_attachment_changes (id, offering_id, name, changed_by, changed_at, attachment)
     values (?, ?, ?, ?, ?, cast(? as jsonb))`,
    [randomUUID(), offeringId, name, userId, now, attachment && JSON.stringify(attachment)],
  );
