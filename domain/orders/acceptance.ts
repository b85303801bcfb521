import type { ServiceDocument } from '../catalog/service-documents';
import type { RefusedPlace } from '../errors';
import { DomainError } from '../errors';
import type { Instant } from '../time';

/** A document that a buyer says to accept. */
export interface AcceptedVersion {
  readonly key: string;
  readonly version: string;
}

/** Who has accepted which words, and when. */
export interface Acceptance extends AcceptedVersion {
  readonly title: string;
  /** Of the document as it was then, in all its languages. */
  readonly hash: string;
  readonly acceptedBy: string;
  readonly acceptedAt: Instant;
}

/**
 * A purchase takes an acceptance of each document of its offering, at its present version.
 * @throws DomainError `terms-not-accepted` with what is to be accepted
 */
export const checkAccepted = (documents: readonly ServiceDocument[], given: readonly AcceptedVersion[]): void => {
  const places: RefusedPlace[] = given.flatMap(({ key }, at) =>
    documents.some((document) => document.key === key) && given.findIndex((other) => other.key === key) === at
      ? []
      : [{ pointer: `/acceptedTerms/${at}`, rule: 'is not to be accepted here, or stands twice' }],
  );
  for (const { key, version, title } of documents) {
    const at = given.findIndex((accepted) => accepted.key === key);
    if (given[at]?.version === version) continue;
    const rule = `accept version ${version} of ${key}: ${title}`;
    places.push({ pointer: at < 0 ? '/acceptedTerms' : `/acceptedTerms/${at}/version`, rule });
  }
  if (places.length === 0) return;
  throw new DomainError('terms-not-accepted', 'terms of service are to be accepted with the order', {}, places);
};
