import { DomainError } from '../../../../domain/errors';
import type { ReportKind, RunState, RunVerb } from '../../../../domain/syndication/run';
import { eventType, isFinalRunState, judgeReport, successReport } from '../../../../domain/syndication/run';

const states: readonly RunState[] = ['notifying', 'awaiting-report', 'succeeded', 'failed'];
const kinds: readonly ReportKind[] = ['deployed', 'undeployed', 'failed', 'progress'];
const verbs: readonly RunVerb[] = ['provision', 'terminate'];

// What each verb makes of each report, in the order of `states`.
const judgements: Readonly<Record<RunVerb, Readonly<Record<ReportKind, readonly string[]>>>> = {
  provision: {
    deployed: ['act', 'act', 'note', 'report-contradicts'],
    undeployed: ['report-out-of-place', 'report-out-of-place', 'report-out-of-place', 'report-out-of-place'],
    failed: ['act', 'act', 'report-contradicts', 'note'],
    progress: ['act', 'act', 'note', 'note'],
  },
  terminate: {
    deployed: ['report-out-of-place', 'report-out-of-place', 'report-out-of-place', 'report-out-of-place'],
    undeployed: ['act', 'act', 'note', 'report-contradicts'],
    failed: ['act', 'act', 'report-contradicts', 'note'],
    progress: ['act', 'act', 'note', 'note'],
  },
};

const judged = (verb: RunVerb, state: RunState, kind: ReportKind): string => {
  try {
    return judgeReport({ verb, state }, kind);
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

const stateAfter = (verb: RunVerb, kind: ReportKind, state: RunState): RunState => {
  if (kind === 'progress') return state;
  return kind === successReport[verb] ? 'succeeded' : 'failed';
};

const all = verbs.flatMap((verb) => states.flatMap((state) => kinds.map((kind) => [verb, state, kind] as const)));

describe('judgeReport', () => {
  it.each(all)('judges, in a run to %s that is %s, the report %s', (verb, state, kind) => {
    expect(judged(verb, state, kind)).toBe(judgements[verb][kind][states.indexOf(state)]);
  });

  it.each(all)('finds a repeat harmless: run to %s, %s, report %s', (verb, state, kind) => {
    if (judged(verb, state, kind) !== 'act') return;
    const after = stateAfter(verb, kind, state);
    expect(judged(verb, after, kind)).toBe(isFinalRunState(after) ? 'note' : 'act');
  });

  it('takes a report that is early: before the vendor was notified', () => {
    expect(judgeReport({ verb: 'provision', state: 'notifying' }, 'deployed')).toBe('act');
  });

  it('lets no report change an outcome', () => {
    const ended = all.filter(([, state]) => isFinalRunState(state));
    expect(ended.filter((each) => judged(...each) === 'act')).toEqual([]);
  });
});

describe('isFinalRunState', () => {
  it('is true when the outcome stands, and not before', () => {
    expect(states.filter(isFinalRunState)).toEqual(['succeeded', 'failed']);
  });
});

describe('eventType', () => {
  it('says to vendors what each verb asks', () => {
    expect(eventType).toEqual({ provision: 'CREATED', terminate: 'DELETED' });
  });
});
