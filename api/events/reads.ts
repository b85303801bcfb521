import type { Reach } from '../../domain/identity/permission';

interface EventRecord {
  /** Grows from event to event: an integer, as text. */
  readonly seq: string;
  readonly entity: 'order' | 'subscription' | 'syndication-run';
  readonly entityId: string;
  readonly rev: number;
  readonly type: string;
  readonly customerId: string;
  readonly vendorId: string;
  readonly actorId: string | null;
  readonly occurredAt: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface EventReads {
  /** Oldest first, those after `after`. */
  list(reach: Reach, page: { readonly after: string; readonly limit: number }): Promise<readonly EventRecord[]>;
}
