import { randomUUID } from 'node:crypto';
import { withAuditContext } from '../../platform/audit-context';
import type { RealClock } from '../../platform/clock';
import type { Logger } from '../../platform/logger';
import type { Caller } from '../auth';
import type { Refusal } from '../problem';
import { refusalFrom } from '../problem';
import { problemTable } from '../problem-table';
import type { RouteSpec } from '../route';
import { idsIn } from './object-ids';
import type { AuditEntry, AuditWrites } from './reads';

/** What is known of a request before it is carried out. */
interface Audited {
  readonly spec: RouteSpec;
  readonly caller: Caller;
  readonly requestId: string;
  readonly address: string | undefined;
  readonly params: unknown;
  /** What has come in, once it has been parsed. */
  readonly body: () => unknown;
}

/** Carries out a request; when it was to write something, who asked for it and what came of it is kept. */
export type KeepTrail = <T>(request: Audited, work: () => Promise<T>) => Promise<T>;

/** True for what changes something, unless the operation says that it does not. */
export const isWrite = ({ method, writes = true }: RouteSpec, body: unknown): boolean =>
  method !== 'get' && (typeof writes === 'boolean' ? writes : writes(body));

/**
 * Keeps the trail of writes. The answer waits for the entry: what cannot be kept is answered as unavailable, and repeated.
 * Of a refusal the reason matters more to the caller than that it could not be noted.
 */
export const createTrail = (deps: {
  readonly audit: AuditWrites;
  readonly now: RealClock;
  readonly log: Logger;
}): KeepTrail => {
  const { audit, now, log } = deps;
  return async (request, work) => {
    if (request.spec.method === 'get') return work();
    const id = randomUUID();
    const { spec, caller, requestId } = request;
    const { operationId } = spec;
    const whose = { userId: caller.userId, onBehalfOf: null };
    const keep = (outcome: Outcome, answer?: unknown): Promise<void> =>
      isWrite(spec, request.body())
        ? audit.add({ ...entryOf(request, answer), ...whose, ...outcome, id, at: now(), requestId, operationId })
        : Promise.resolve();
    let answer: Awaited<ReturnType<typeof work>>;
    try {
      answer = await withAuditContext({ entryId: id, requestId, operationId, ...whose }, work);
    } catch (error) {
      await keep(outcomeOf(refusalFrom(error))).catch((err: unknown) => log.error({ requestId, err }, 'not audited'));
      throw error;
    }
    await keep({ outcome: 'done', errorCode: null }, answer);
    return answer;
  };
};

type Outcome = Pick<AuditEntry, 'outcome' | 'errorCode'>;

const outcomeOf = ({ code }: Refusal): Outcome => ({
  outcome: problemTable[code].status >= 500 ? 'failed' : 'refused',
  errorCode: code,
});

const entryOf = ({ caller, address, params, body }: Audited, answer: unknown) => ({
  reason: null,
  organizationId: caller.organizationId,
  address: address ?? null,
  keyId: caller.credential?.keyId ?? null,
  keyPrefix: caller.credential?.prefix ?? null,
  issuer: caller.credential?.issuer ?? null,
  objectIds: idsIn(params, body(), answer),
});
