import { attachmentsMost, attachmentTypes, isImageType } from '../../domain/catalog/attachment';
import { DomainError } from '../../domain/errors';
import type { RealClock } from '../../platform/clock';
import { permit } from '../access';
import type { Caller } from '../auth';
import { DownloadOut, UploadIn } from '../bytes';
import type { Route } from '../route';
import { route } from '../route';
import { attachmentPath, attachmentsAt } from './attachment-path';
import {
  AttachmentOut,
  AttachmentParams,
  AttachmentQuery,
  AttachmentsOut,
  AttachmentsParams,
} from './attachment-schemas';
import type { AttachmentReads, AttachmentWrites, KeptAttachment } from './reads';
import type { SeenDeps } from './seen-offering';
import { seenOffering } from './seen-offering';

export interface AttachmentDeps extends SeenDeps {
  readonly attachments: AttachmentReads;
  readonly attachmentWrites: AttachmentWrites;
  /** Most bytes of one file. */
  readonly attachmentMaxBytes: number;
  readonly now: RealClock;
}

const common = { tag: 'Catalog', access: 'authenticated' } as const;
const path = `${attachmentsAt}/{fileName}` as const;

export const attachmentRoutes = (deps: AttachmentDeps): readonly Route[] => {
  const { attachments, attachmentWrites, attachmentMaxBytes, now } = deps;
  const seen = (caller: Caller, offeringId: string) =>
    seenOffering(deps, { caller, offeringId, at: now(), languages: [] });
  const editFor = async (caller: Caller, offeringId: string) => {
    const { vendorId, state } = await seen(caller, offeringId);
    permit(caller, 'catalog.write', { organizationIds: [vendorId] });
    if (state === 'archived') throw frozen();
    return { offeringId, userId: caller.userId, now: now() };
  };
  return [
    route(
      {
        ...common,
        method: 'get',
        path: attachmentsAt,
        operationId: 'listAttachments',
        summary: 'Pictures and documents of an offering',
        params: AttachmentsParams,
        status: 200,
        response: AttachmentsOut,
        problems: ['offering-not-found'],
      },
      async ({ caller, params: { offeringId } }) => {
        await seen(caller, offeringId);
        return { items: (await attachments.ofOffering(offeringId)).map((kept) => shown(offeringId, kept)) };
      },
    ),
    route(
      {
        ...common,
        method: 'get',
        path,
        operationId: 'readAttachment',
        summary: 'The bytes of one file',
        description: 'Pictures may be shown in place, documents are saved. `ETag` and `If-None-Match` spare the bytes.',
        params: AttachmentParams,
        download: attachmentTypes,
        status: 200,
        response: DownloadOut,
        problems: ['attachment-not-found', 'offering-not-found'],
      },
      async ({ caller, params: { offeringId, fileName } }) => {
        await seen(caller, offeringId);
        const kept = await attachments.find(offeringId, fileName);
        if (kept === undefined) throw noAttachment();
        const { contentType, hash, size } = kept;
        const read = async (): Promise<Uint8Array> => {
          const bytes = await attachments.bytesOf(offeringId, fileName, hash);
          if (bytes === undefined) throw noAttachment();
          return bytes;
        };
        return { contentType, fileName, isShown: isImageType(contentType), hash, size, read };
      },
    ),
    route(
      {
        ...common,
        method: 'put',
        path,
        operationId: 'keepAttachment',
        summary: 'Keeps a file of an offering under its name, in the place of what had it',
        description: `Pictures (PNG, JPEG, GIF, WebP) and PDF, ${attachmentsMost} of an offering at most. No SVG: it is a document that can run scripts.`,
        permission: 'catalog.write',
        params: AttachmentParams,
        query: AttachmentQuery,
        upload: attachmentTypes,
        body: UploadIn,
        bodyLimitBytes: attachmentMaxBytes,
        status: 200,
        response: AttachmentOut,
        problems: ['attachment-refused', 'offering-not-found'],
      },
      async ({ caller, params: { offeringId, fileName: name }, query: { purpose }, body }) => {
        const edit = await editFor(caller, offeringId);
        return shown(offeringId, await attachmentWrites.keep({ ...edit, name, purpose, ...body }));
      },
    ),
    route(
      {
        ...common,
        method: 'post',
        path: `${path}/remove`,
        operationId: 'removeAttachment',
        summary: 'Removes a file of an offering',
        permission: 'catalog.write',
        params: AttachmentParams,
        status: 200,
        response: AttachmentOut,
        problems: ['attachment-not-found', 'attachment-refused', 'offering-not-found'],
      },
      async ({ caller, params: { offeringId, fileName: name } }) => {
        const gone = await attachmentWrites.remove({ ...(await editFor(caller, offeringId)), name });
        if (gone === undefined) throw noAttachment();
        return shown(offeringId, gone);
      },
    ),
  ];
};

const noAttachment = (): DomainError => new DomainError('attachment-not-found', 'the offering has no such file');

const frozen = (): DomainError =>
  new DomainError('attachment-refused', 'an archived offering is frozen', { state: 'archived' });

const shown = (offeringId: string, kept: KeptAttachment) => ({ ...kept, path: attachmentPath(offeringId, kept.name) });
