import type { ErrorCode } from '../domain/errors';
import { DomainError } from '../domain/errors';
import type { ObjectScopes } from '../domain/identity/permission';
import { may } from '../domain/identity/permission';
import type { Permission } from '../domain/identity/permission-table';
import type { Caller } from './auth';

/** The organizations and the project that have a part in something sold. */
export interface Parties {
  readonly customerId: string;
  readonly projectId?: string | null;
  readonly vendorId: string;
  readonly distributorId?: string | null;
  readonly resellerId?: string | null;
  readonly offeringId?: string | null;
}

/** Everybody who has a part in it may read it, as far as their roles go. */
const partyScopes = ({
  customerId,
  projectId,
  vendorId,
  distributorId,
  resellerId,
  offeringId,
}: Parties): ObjectScopes => ({
  organizationIds: [customerId, vendorId, distributorId ?? null, resellerId ?? null],
  projectId: projectId ?? null,
  offeringId: offeringId ?? null,
});

/** Only the customer's own people act for it. */
export const customerScopes = ({ customerId, projectId }: Parties): ObjectScopes => ({
  organizationIds: [customerId],
  projectId: projectId ?? null,
});

/** Only the vendor's own people report for it, and those of the offering. */
export const vendorScopes = ({ vendorId, offeringId }: Parties): ObjectScopes => ({
  organizationIds: [vendorId],
  offeringId: offeringId ?? null,
});

/**
 * What may not be seen answers as what does not exist (`product.md` §3).
 * @throws DomainError of the given `…-not-found` code
 */
export const visible = <T extends Parties>(
  caller: Caller,
  permission: Permission,
  found: T | undefined,
  code: Extract<ErrorCode, `${string}-not-found`>,
): T => {
  if (found === undefined || !may(caller, permission, partyScopes(found))) {
    throw new DomainError(code, `there is no such ${code.replace(/-not-found$/, '').replaceAll('-', ' ')}`);
  }
  return found;
};

/**
 * What is seen but may not be done.
 * @throws DomainError `forbidden` naming the permission
 */
export const permit = (caller: Caller, permission: Permission, scopes: ObjectScopes): void => {
  if (!may(caller, permission, scopes)) {
    throw new DomainError('forbidden', 'the permission is missing', { permission });
  }
};
