import type { AttachedPolicy, PolicyScope } from '../../../../domain/approvals/applying';
import { applyingPolicies } from '../../../../domain/approvals/applying';
import { checkAttachment, checkPolicy } from '../../../../domain/approvals/check-policy';
import { defaultPolicy } from '../../../../domain/approvals/policy';
import { DomainError } from '../../../../domain/errors';
import { refusal } from '../../../support/refusals';
import { policyOf, stepOf, users } from './policies';

const attached = (scope: PolicyScope, organizationId: string | null, adds: boolean): AttachedPolicy => ({
  id: `${organizationId ?? 'all'} ${scope}`,
  version: 1,
  organizationId,
  scope,
  policy: { ...defaultPolicy, adds },
});

describe('applyingPolicies', () => {
  const ids = (policies: readonly AttachedPolicy[]) => applyingPolicies(policies, 'purchase').map(({ id }) => id);

  it('takes the narrowest, and wider ones as long as each adds', () => {
    const of = (plan: boolean, project: boolean, organization: boolean) => [
      attached('organization', 'c', organization),
      attached('platform', null, false),
      attached('plan', null, plan),
      attached('project', 'c', project),
      attached('plan', 'c', plan),
    ];
    expect(ids(of(false, false, false))).toEqual(['c plan']);
    expect(ids(of(true, false, false))).toEqual(['c plan', 'all plan', 'c project']);
    expect(ids(of(true, true, true))).toEqual(['c plan', 'all plan', 'c project', 'c organization', 'all platform']);
    expect(ids([])).toEqual([]);
  });

  it('leaves out those of other kinds of orders', () => {
    const policy = { ...attached('plan', 'c', false), policy: policyOf([stepOf()], { kinds: ['terminate'] }) };
    expect(ids([policy, attached('platform', null, false)])).toEqual(['all platform']);
  });
});

const placesOf = (check: () => void): string[] => {
  try {
    check();
  } catch (error) {
    if (error instanceof DomainError) return error.places.map(({ pointer }) => pointer);
  }
  return [];
};

describe('checkPolicy', () => {
  it('points at every place that could not work', () => {
    const steps = [
      stepOf({ approvers: users('a', 'a'), quorum: 2, escalation: [users('b')] }),
      stepOf({ deadline: null, escalation: [[{ kind: 'approvers' }]] }),
      stepOf({ deadline: { count: 13, unit: 'months' }, remindEvery: { count: 367, unit: 'days' } }),
    ];
    const calendar = { zone: 'Mars/Olympus', weekend: [1, 2, 3, 4, 5, 6, 7], holidays: [] };
    expect(placesOf(() => checkPolicy(policyOf(steps, { calendar })))).toEqual([
      ...['/policy/calendar/zone', '/policy/calendar/weekend', '/policy/steps/0/approvers'],
      ...['/policy/steps/0/escalation/0', '/policy/steps/1/escalation'],
      ...['/policy/steps/2/deadline/count', '/policy/steps/2/remindEvery/count'],
    ]);
    expect(placesOf(() => checkPolicy(defaultPolicy))).toEqual([]);
  });
});

describe('checkAttachment', () => {
  it.each([
    ['platform', null, null],
    ['plan', null, 'p'],
    ['organization', 'c', 'c'],
    ['project', 'c', 'p'],
    ['offering', 'c', 'o'],
  ] as const)('takes what fits: %s of %s', (scope, organizationId, scopeId) => {
    expect(() => checkAttachment({ scope, organizationId, scopeId })).not.toThrow();
  });

  it.each([
    ['platform', 'c', null, '/scope'],
    ['project', null, 'p', '/scope'],
    ['organization', 'c', 'other', '/scopeId'],
    ['plan', 'c', null, '/scopeId'],
    ['platform', null, 'x', '/scopeId'],
  ] as const)('refuses what does not fit: %s of %s', (scope, organizationId, scopeId, place) => {
    const check = (): void => checkAttachment({ scope, organizationId, scopeId });
    expect(check).toThrow(refusal('approval-policy-invalid'));
    expect(placesOf(check)).toEqual([place]);
  });
});
