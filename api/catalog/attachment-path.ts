export const attachmentsAt = '/v1/offerings/{offeringId}/attachments';

/** Where the bytes of a file are. */
export const attachmentPath = (offeringId: string, name: string): string =>
  `${attachmentsAt.replace('{offeringId}', offeringId)}/${encodeURIComponent(name)}`;
