import { DomainError, assert } from '../errors';

/** What a syndication run asks of a vendor or plugin. */
export type RunVerb = 'provision' | 'terminate';

/** Life of a syndication run; the last two are final. */
export type RunState = 'notifying' | 'awaiting-report' | 'succeeded' | 'failed';

/** What a vendor says back (`product.md` §8). */
export type ReportKind = 'deployed' | 'undeployed' | 'failed' | 'progress';

/** What a vendor said, as it lies in the inbox. */
export interface Report {
  /** The vendor's own id of this report: sent twice, it counts once. */
  readonly reportId: string;
  readonly kind: ReportKind;
  readonly message: string | null;
  readonly percent: number | null;
  readonly resourceRef: string | null;
  /** Business time at which the report was taken. */
  readonly reportedAt: string;
}

/** How a run ended. */
export interface RunOutcome {
  readonly result: 'succeeded' | 'failed';
  readonly reason: string | null;
  readonly resourceRef: string | null;
  readonly at: string;
}

/** How a run ended that has ended, as it is stored. A run that has not is a programmer's mistake. */
export const storedOutcome = (run: {
  readonly state: RunState;
  readonly reason: string | null;
  readonly resourceRef: string | null;
  readonly endedAt: string | null;
}): RunOutcome => {
  const { state, reason, resourceRef, endedAt } = run;
  assert(endedAt, 'a run that has ended says when');
  return { result: state === 'succeeded' ? 'succeeded' : 'failed', reason, resourceRef, at: endedAt };
};

/** The report that means success, for each verb. */
export const successReport: Readonly<Record<RunVerb, ReportKind>> = { provision: 'deployed', terminate: 'undeployed' };

/** The vendor event type of each verb. */
export const eventType = { provision: 'CREATED', terminate: 'DELETED' } as const;

/** True when the outcome stands. */
export const isFinalRunState = (state: RunState): boolean => state === 'succeeded' || state === 'failed';

/**
 * Judges a report against what is known of its run. A repeat or a late echo of the outcome is harmless; what cannot be
 * true is refused.
 * @returns `act` when it moves the run, `note` when it only has to be remembered
 * @throws DomainError `report-out-of-place`, `report-contradicts`
 */
export const judgeReport = (
  run: { readonly verb: RunVerb; readonly state: RunState },
  kind: ReportKind,
): 'act' | 'note' => {
  if ((kind === 'deployed' || kind === 'undeployed') && kind !== successReport[run.verb]) {
    throw new DomainError('report-out-of-place', `a run that is to ${run.verb} takes no report ${kind}`, {
      verb: run.verb,
      kind,
    });
  }
  if (!isFinalRunState(run.state)) return 'act';
  const outcome = run.state === 'succeeded' ? successReport[run.verb] : 'failed';
  if (kind !== outcome && kind !== 'progress') {
    throw new DomainError('report-contradicts', 'the run has ended otherwise', { state: run.state, kind });
  }
  return 'note';
};

/** How long a vendor is left in peace between two reminders. */
export const remindEveryMs = 86_400_000;

/** How long a vendor may take until its run has failed. */
export const runDeadlineMs = 7 * 86_400_000;
