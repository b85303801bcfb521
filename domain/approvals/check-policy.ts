import type { RefusedPlace } from '../errors';
import { DomainError } from '../errors';
import { isZone } from '../time';
import type { PolicyScope } from './applying';
import type { ApprovalPolicy, ApprovalStep, Span } from './policy';
import { isEnough } from './policy';

/** Longest that a span may be, so that no deadline lies beyond the calendar. */
const most: Readonly<Record<Span['unit'], number>> = { hours: 8_760, days: 366, 'working-days': 260, months: 12 };

/**
 * Refuses a policy that could not work, every place at once.
 * @throws DomainError `approval-policy-invalid`
 */
export const checkPolicy = (policy: ApprovalPolicy): void => {
  const places = [...faultsOfCalendar(policy), ...faultsOfSteps(policy)];
  const inBody = places.map(({ pointer, rule }) => ({ pointer: `/policy${pointer}`, rule }));
  refusePolicy(inBody);
};

/** @throws DomainError `approval-policy-invalid` that points at the places, if there are any */
export const refusePolicy = (places: readonly RefusedPlace[]): void => {
  if (places.length === 0) return;
  throw new DomainError(
    'approval-policy-invalid',
    'the approval policy cannot work',
    { places: places.length },
    places,
  );
};

/** Where a policy is attached must fit whose it is: the platform's own are about all buyers. */
export const checkAttachment = (at: {
  readonly organizationId: string | null;
  readonly scope: PolicyScope;
  readonly scopeId: string | null;
}): void => {
  const { organizationId, scope, scopeId } = at;
  const isOwn = scope === 'organization' || scope === 'project';
  const isWrong = organizationId === null ? isOwn : scope === 'platform';
  const isUnnamed = (scope === 'platform') !== (scopeId === null);
  const isForeign = scope === 'organization' && scopeId !== organizationId;
  refusePolicy([
    ...(isWrong ? [{ pointer: '/scope', rule: 'is not for this owner' }] : []),
    ...(!isWrong && (isUnnamed || isForeign)
      ? [{ pointer: '/scopeId', rule: 'does not name what it is attached to' }]
      : []),
  ]);
};

const faultsOfCalendar = ({ calendar: { zone, weekend } }: ApprovalPolicy): RefusedPlace[] => [
  ...(isZone(zone) ? [] : [{ pointer: '/calendar/zone', rule: 'is not a zone of the IANA data' }]),
  ...(new Set(weekend).size < 7 ? [] : [{ pointer: '/calendar/weekend', rule: 'leaves no day to work' }]),
];

const faultsOfSteps = ({ steps }: ApprovalPolicy): RefusedPlace[] =>
  steps.flatMap((step, index) =>
    faultsOfStep(step).map(({ pointer, rule }) => ({ pointer: `/steps/${index}${pointer}`, rule })),
  );

const faultsOfStep = (step: ApprovalStep): RefusedPlace[] => [
  ...faultsOfSpan('/deadline', step.deadline),
  ...faultsOfSpan('/remindEvery', step.remindEvery),
  ...faultsOfDeadline(step),
  ...[step.approvers, ...step.escalation].flatMap((group, index) =>
    isEnough(group, step.quorum)
      ? []
      : [
          {
            pointer: index === 0 ? '/approvers' : `/escalation/${index - 1}`,
            rule: 'names fewer people than the quorum asks for',
          },
        ],
  ),
];

/** Without a deadline nobody is ever asked next. */
const faultsOfDeadline = ({ deadline, escalation }: ApprovalStep): RefusedPlace[] =>
  deadline === null && escalation.length > 0
    ? [{ pointer: '/escalation', rule: 'never comes without a deadline' }]
    : [];

const faultsOfSpan = (pointer: string, span: Span | null): RefusedPlace[] =>
  span === null || span.count <= most[span.unit]
    ? []
    : [{ pointer: `${pointer}/count`, rule: `is more than ${most[span.unit]} ${span.unit}` }];
