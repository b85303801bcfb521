import { AsyncLocalStorage } from 'node:async_hooks';

/** Whose doing a write is; the database notes it beside what it changed. */
export interface AuditContext {
  /** The audit entry of the request. */
  readonly entryId: string;
  readonly requestId: string;
  readonly operationId: string;
  readonly userId: string;
  readonly onBehalfOf: string | null;
}

const storage = new AsyncLocalStorage<AuditContext>();

/** Does some work, all of whose writes are the doing of the request. */
export const withAuditContext = <T>(context: AuditContext, work: () => Promise<T>): Promise<T> =>
  storage.run(context, work);

/** Of the request that is being served; `undefined` for what a process does by itself. */
export const auditContext = (): AuditContext | undefined => storage.getStore();
