import type { Knex } from 'knex';
import { preparedWrite } from '../rows';

/** What a request that was to write something leaves. */
export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly requestId: string;
  readonly operationId: string;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly errorCode: string | null;
  /** Who did it; the staff member, when one acts as somebody else. */
  readonly userId: string;
  readonly onBehalfOf: string | null;
  /** Why a staff member acts as somebody else. */
  readonly reason: string | null;
  /** The organization that it was done for. */
  readonly organizationId: string | null;
  readonly address: string | null;
  readonly keyId: string | null;
  readonly keyPrefix: string | null;
  readonly issuer: string | null;
  readonly objectIds: readonly string[];
}

export interface AuditIntake {
  add(entry: AuditEntry): Promise<void>;
}

export const createAuditIntake = (knex: Knex): AuditIntake => ({
  add: async (entry) => {
    await preparedWrite(knex, 'audit', insertEntry, { ...entry, objectIds: [...entry.objectIds] });
  },
});

const insertEntry = `
  insert into audit_entries (id, at, request_id, operation_id, outcome, error_code, user_id, on_behalf_of, reason,
    organization_id, address, key_id, key_prefix, issuer, object_ids)
  values (:id, :at, :requestId, :operationId, :outcome, :errorCode, :userId, :onBehalfOf, :reason,
    :organizationId, :address, :keyId, :keyPrefix, :issuer, cast(:objectIds as text[]))`;
