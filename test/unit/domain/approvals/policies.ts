import type { Decider } from '../../../../domain/approvals/decide';
import type { ApprovalPolicy, ApprovalStep } from '../../../../domain/approvals/policy';
import { defaultPolicy } from '../../../../domain/approvals/policy';
import type { ApprovalRun, RunMove, RunSubject } from '../../../../domain/approvals/run';
import { planned } from '../../../../domain/approvals/plan';
import { beginRun } from '../../../../domain/approvals/run';

export const at = '2026-03-02T09:00:00.000Z';

export const subject: RunSubject = {
  kind: 'purchase',
  createdBy: 'anna',
  scopes: { customerId: 'c', projectId: 'p' },
  amount: { currency: 'EUR', minor: '5000' },
};

const [defaultStep] = defaultPolicy.steps as readonly [ApprovalStep];

export const stepOf = (fields: Partial<ApprovalStep> = {}): ApprovalStep => ({
  ...defaultStep,
  deadline: { count: 10, unit: 'days' },
  ...fields,
});

export const policyOf = (steps: readonly ApprovalStep[], fields: Partial<ApprovalPolicy> = {}): ApprovalPolicy => ({
  ...defaultPolicy,
  ...fields,
  steps,
});

export const begin = (steps: readonly ApprovalStep[], fields: Partial<ApprovalPolicy> = {}): RunMove =>
  planned(beginRun([policyOf(steps, fields)], subject, at));

export const runOf = (...steps: readonly ApprovalStep[]): ApprovalRun => begin(steps).run;

export const users = (...ids: readonly string[]) => ids.map((userId) => ({ kind: 'user', userId }) as const);

/** Somebody without roles, asked by name. */
export const person = (userId: string, standsInFor: Decider['standsInFor'] = []): Decider => ({
  userId,
  grants: [],
  standsInFor,
});

/** Somebody who may approve for the customer. */
export const approver = (userId: string): Decider => ({
  ...person(userId),
  grants: [{ role: 'approver', scope: 'organization', scopeId: 'c' }],
});

let decisions = 0;
export const approve = (instant = at) => {
  decisions += 1;
  return { decisionId: `d${decisions}`, verdict: 'approve', comment: null, at: instant } as const;
};
export const reject = (instant = at) => ({ ...approve(instant), verdict: 'reject' }) as const;
