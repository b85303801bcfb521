import fc from 'fast-check';
import { answerApprovers, askBuyer, decide, hasCounted, reassign } from '../../../../domain/approvals/decide';
import { isAmong } from '../../../../domain/approvals/audience';
import { changedAsks } from '../../../../domain/approvals/asks';
import type { ApprovalRun } from '../../../../domain/approvals/run';
import { beginRun } from '../../../../domain/approvals/run';
import { planned } from '../../../../domain/approvals/plan';
import { silenceOf } from '../../../../domain/approvals/silence';
import { letPass, nextDueOf } from '../../../../domain/approvals/time-passes';
import { DomainError } from '../../../../domain/errors';
import { refusal } from '../../../support/refusals';
import { approve, approver, at, begin, person, policyOf, reject, runOf, stepOf, subject, users } from './policies';

const days = (count: number) => ({ count, unit: 'days' }) as const;
const people = ['bert', 'carl', 'dora', 'emil', 'fred'];

describe('decide', () => {
  it('lets nobody decide a step twice', () => {
    const run = decide(runOf(stepOf({ quorum: 2 })), approver('bert'), approve()).run;
    expect(() => decide(run, approver('bert'), approve())).toThrow(refusal('order-decided-already'));
    expect(() => decide(run, approver('bert'), reject())).toThrow(refusal('order-decided-already'));
  });

  it('approves a step with exactly its quorum', () => {
    const attempts = fc.array(fc.constantFrom(...people, 'anna'), { maxLength: 20 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), attempts, (quorum, tried) => {
        let run = runOf(stepOf({ quorum }));
        for (const userId of tried) run = attempt(run, userId);
        const given = new Set(tried.filter((userId) => userId !== 'anna'));
        expect(run.outcome).toBe(given.size >= quorum ? 'approved' : null);
        expect(run.steps[0]?.given).toHaveLength(Math.min(given.size, quorum));
      }),
    );
  });

  it('ends everything with one rejection', () => {
    const run = begin([stepOf({ quorum: 2 }), stepOf()], { order: 'parallel' }).run;
    const { run: ended, facts } = decide(run, approver('bert'), { ...reject(), comment: 'too dear' });
    expect([ended.outcome, ended.steps.map(({ state }) => state)]).toEqual(['rejected', ['rejected', 'withdrawn']]);
    expect(facts).toEqual([{ type: 'step-rejected', at, step: 0, name: 'Approval', by: 'bert', text: 'too dear' }]);
    expect(() => decide(ended, approver('carl'), approve())).toThrow(refusal('order-decided'));
  });

  it('refuses whoever is not asked now, and the creator', () => {
    const run = runOf(stepOf({ approvers: users('anna', 'bert') }), stepOf({ approvers: users('carl') }));
    expect(() => decide(run, person('carl'), approve())).toThrow(refusal('order-decision-forbidden'));
    expect(() => decide(run, person('anna'), approve())).toThrow(refusal('order-own'));
    const own = runOf(stepOf({ approvers: users('anna'), notCreator: false }));
    expect(decide(own, person('anna'), approve()).run.outcome).toBe('approved');
  });

  it('takes the decision of a deputy, though never for an order of either', () => {
    const run = runOf(stepOf({ approvers: users('anna', 'bert'), quorum: 2 }));
    const deputy = person('carl', [{ userId: 'bert', grants: [] }]);
    const { run: next, facts } = decide(run, deputy, approve());
    expect(facts[0]).toMatchObject({ type: 'approval-given', by: 'carl', onBehalfOf: 'bert' });
    expect(() => decide(next, person('bert'), approve())).toThrow(refusal('order-decided-already'));
    const ofCreator = person('carl', [{ userId: 'anna', grants: [] }]);
    expect(() => decide(run, ofCreator, approve())).toThrow(refusal('order-own'));
    expect(() => decide(run, person('anna', [{ userId: 'bert', grants: [] }]), approve())).toThrow(
      refusal('order-own'),
    );
  });

  it('asks step after step in sequence, and all at once in parallel', () => {
    const steps = [stepOf({ approvers: users('bert') }), stepOf({ approvers: users('carl') })];
    expect(() => decide(begin(steps).run, person('carl'), approve())).toThrow(refusal('order-decision-forbidden'));
    const first = planned(decide(begin(steps).run, person('bert'), approve('2026-03-03T09:00:00.000Z')));
    expect(first.facts.map(({ type }) => type)).toEqual(['approval-given', 'step-approved', 'asked']);
    expect(first.run.steps[1]).toMatchObject({ state: 'asked', dueAt: '2026-03-13T09:00:00.000Z' });
    const parallel = decide(begin(steps, { order: 'parallel' }).run, person('carl'), approve()).run;
    expect(parallel.steps.map(({ state }) => state)).toEqual(['asked', 'approved']);
    expect(decide(parallel, person('bert'), approve()).run.outcome).toBe('approved');
  });

  it('knows which decisions it has counted', () => {
    const decision = approve();
    const { run } = decide(runOf(stepOf({ quorum: 2 })), approver('bert'), decision);
    expect([hasCounted(run, decision.decisionId), hasCounted(run, 'another')]).toEqual([true, false]);
  });
});

const attempt = (run: ApprovalRun, userId: string): ApprovalRun => {
  try {
    return decide(run, approver(userId), approve()).run;
  } catch (error) {
    if (error instanceof DomainError) return run;
    throw error;
  }
};

describe('askBuyer', () => {
  it('stops the clock of the step until the answer, and not for longer than it lapses', () => {
    const run = runOf(stepOf({ deadline: days(3), remindEvery: days(1) }));
    const asked = askBuyer(run, approver('bert'), 'Why?', '2026-03-02T21:00:00.000Z').run;
    expect(nextDueOf(asked)).toBe('2026-03-16T21:00:00.000Z');
    const { run: answered } = answerApprovers(asked, 'anna', 'Because.', '2026-03-04T21:00:00.000Z');
    expect(silenceOf(answered).facts.map(({ at: when }) => when)).toEqual([
      ...['2026-03-05T09:00:00.000Z', '2026-03-06T09:00:00.000Z', '2026-03-07T09:00:00.000Z'],
    ]);
    expect(silenceOf(asked).facts.map(({ type }) => type)).toEqual([
      ...['question-lapsed', 'reminded', 'reminded', 'deadline-expired'],
    ]);
  });

  it('asks one question at a time, and takes no answer to none', () => {
    const asked = askBuyer(runOf(stepOf()), approver('bert'), 'Why?', at).run;
    expect(() => askBuyer(asked, approver('carl'), 'How?', at)).toThrow(refusal('order-question-open'));
    expect(() => answerApprovers(runOf(stepOf()), 'anna', 'So.', at)).toThrow(refusal('order-question-missing'));
  });

  it('leaves others free to decide meanwhile', () => {
    const asked = askBuyer(runOf(stepOf()), approver('bert'), 'Why?', at).run;
    expect(decide(asked, approver('carl'), approve()).run.outcome).toBe('approved');
  });
});

describe('reassign', () => {
  it('asks others, and keeps what was given', () => {
    const first = decide(runOf(stepOf({ quorum: 2 })), approver('bert'), approve()).run;
    const { run, facts } = planned(reassign(first, approver('carl'), users('dora'), '2026-03-05T09:00:00.000Z'));
    expect(facts.map(({ type }) => type)).toEqual(['reassigned', 'asked']);
    expect(run.steps[0]).toMatchObject({ dueAt: '2026-03-15T09:00:00.000Z', asked: users('dora') });
    expect(() => decide(run, approver('emil'), approve())).toThrow(refusal('order-decision-forbidden'));
    expect(decide(run, person('dora'), approve()).run.outcome).toBe('approved');
  });

  it('refuses fewer people than are needed', () => {
    const run = runOf(stepOf({ quorum: 3 }));
    expect(() => reassign(run, approver('bert'), users('carl', 'dora'), at)).toThrow(refusal('approvers-too-few'));
  });
});

describe('isAmong', () => {
  const scopes = { customerId: 'c', projectId: 'p' };
  const holding = (role: 'owner' | 'project.manager' | 'billing', scopeId: string) => {
    const scope = role.startsWith('project.') ? 'project' : 'organization';
    return { userId: 'u', grants: [{ role, scope, scopeId } as const] };
  };

  it("knows people by name, by role on the order's own scopes, and as approvers", () => {
    expect(isAmong(users('u'), scopes, { userId: 'u', grants: [] })).toBe(true);
    expect(isAmong([{ kind: 'role', role: 'billing' }], scopes, holding('billing', 'c'))).toBe(true);
    expect(isAmong([{ kind: 'role', role: 'billing' }], scopes, holding('billing', 'other'))).toBe(false);
    expect(isAmong([{ kind: 'role', role: 'billing' }], scopes, holding('owner', 'c'))).toBe(false);
    expect(isAmong([{ kind: 'role', role: 'project.manager' }], scopes, holding('project.manager', 'p'))).toBe(true);
    expect(isAmong([{ kind: 'approvers' }], scopes, holding('project.manager', 'p'))).toBe(true);
    expect(isAmong([{ kind: 'approvers' }], scopes, holding('project.manager', 'other'))).toBe(false);
    expect(isAmong([{ kind: 'approvers' }], scopes, holding('billing', 'c'))).toBe(false);
  });
});

describe('beginRun', () => {
  it('skips a step up to its amount, and asks about another currency', () => {
    const above = (currency: string, minor: string) => stepOf({ above: { currency, minor } });
    const states = (amount: typeof subject.amount) =>
      beginRun(
        [policyOf([above('EUR', '4999'), above('EUR', '5000'), above('USD', '9999')])],
        { ...subject, amount },
        at,
      ).run.steps.map(({ state }) => state);
    expect(states(subject.amount)).toEqual(['asked', 'skipped', 'waiting']);
    expect(states(null)).toEqual(['skipped', 'skipped', 'skipped']);
  });

  it('has nothing to ask when every step is skipped', () => {
    const steps = [stepOf({ above: { currency: 'EUR', minor: '999999' } })];
    expect(begin(steps)).toMatchObject({ run: { outcome: 'approved' }, facts: [{ type: 'skipped' }] });
  });
});

describe('changedAsks', () => {
  it('closes what it opens, each ask once', () => {
    const steps = [stepOf({ deadline: days(2), remindEvery: days(1), escalation: [users('carl')] }), stepOf()];
    let run = begin(steps, { order: 'parallel' }).run;
    const asks = [...changedAsks(null, run, at)];
    for (let due = nextDueOf(run); due !== null; due = nextDueOf(run)) {
      const next = planned(letPass(run, due) ?? { run, facts: [] }).run;
      asks.push(...changedAsks(run, next, due));
      run = next;
    }
    expect(asks.map(({ ask, state }) => `${ask} ${state}`)).toEqual([
      ...['1 asked', '2 asked', '1 asked', '1 escalated', '3 asked', '3 asked', '3 expired', '2 withdrawn'],
    ]);
    expect(asks.filter(({ closedAt }) => closedAt !== null).map(({ ask }) => ask)).toEqual([1, 3, 2]);
  });
});
