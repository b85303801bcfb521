import { z } from 'zod';
import { policyScopes } from '../../domain/approvals/applying';
import { roles, scopeOf } from '../../domain/identity/permission-table';
import { currencyIn, dayIn, idIn, idOut, instantIn, instantOut, moneyOut, orNull, pageOf, textIn } from '../shapes';

const approverIn = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('user'), userId: idIn }).meta({ id: 'ApproverByName' }),
    z
      .strictObject({
        kind: z.literal('role'),
        role: z.enum(roles).meta({
          description: "Held on the order's customer, on its project, or on the platform, as the role is meant for.",
        }),
      })
      .meta({ id: 'ApproverByRole' }),
    z.strictObject({ kind: z.literal('approvers') }).meta({
      id: 'AnyApprover',
      description: 'Whoever holds `order.approve` on the project or its customer.',
    }),
  ])
  .refine((approver) => approver.kind !== 'role' || isAskable(approver.role), {
    error: 'is a role that nobody holds on an order',
  })
  .meta({ id: 'Approver' });

const isAskable = (role: (typeof roles)[number]): boolean =>
  ['platform', 'organization', 'project'].includes(scopeOf(role));

const approverOut = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('user'), userId: idOut }),
    z.object({ kind: z.literal('role'), role: z.enum(roles) }),
    z.object({ kind: z.literal('approvers') }),
  ])
  .meta({ id: 'AskedApprover' });

/** Who is asked together. */
export const approversIn = z
  .array(approverIn)
  .min(1, { error: 'names nobody' })
  .max(50, { error: 'names more than 50' });

const spanIn = z
  .strictObject({
    count: z.int().min(1, { error: 'is less than 1' }).max(8_760, { error: 'is too long' }),
    unit: z.enum(['hours', 'days', 'working-days', 'months']).meta({
      description:
        'Days, working days and months keep the time of day of the zone; working days count from the day after.',
    }),
  })
  .meta({ id: 'Span' });

const limitIn = z.strictObject({ currency: currencyIn, minor: z.string().regex(/^\d{1,18}$/) });

const stepIn = z
  .strictObject({
    name: textIn(100),
    approvers: approversIn,
    quorum: z.int().min(1).max(50).default(1).meta({ description: 'How many of them have to approve.' }),
    above: orNull(limitIn).default(null).meta({
      description:
        'Asked only about more than this net amount, of the first invoice or of a later period, whichever is more. An amount in another currency is asked about.',
    }),
    notCreator: z.boolean().default(true).meta({ description: 'The creator of the order may not decide.' }),
    remindEvery: orNull(spanIn).default(null),
    deadline: orNull(spanIn).default(null).meta({ description: 'Of each group by itself.' }),
    escalation: z.array(approversIn).max(10).default([]).meta({ description: 'Groups that are asked next.' }),
    onDeadline: z.enum(['expire', 'reject', 'approve']).default('expire').meta({
      description: 'What the deadline of the last group does.',
    }),
  })
  .meta({ id: 'ApprovalStep' });

const holidaysMost = 400;

const PolicyIn = z
  .strictObject({
    name: textIn(100),
    kinds: z
      .array(z.enum(['purchase', 'terminate']))
      .min(1)
      .max(2)
      .default(['purchase', 'terminate']),
    adds: z.boolean().default(false).meta({
      description: 'True: policies of wider scopes count as well, after this one. False: this one takes their place.',
    }),
    asksApprovers: z.boolean().default(false).meta({
      description: 'Ask about orders of those who may approve too; by default these need no decision.',
    }),
    order: z.enum(['sequence', 'parallel']).default('sequence'),
    calendar: z
      .strictObject({
        zone: z.string().max(64),
        weekend: z.array(z.int().min(1).max(7)).max(7).default([6, 7]).meta({ description: 'From 1, Monday, to 7.' }),
        holidays: z.array(dayIn).max(holidaysMost).default([]),
      })
      .default({ zone: 'UTC', weekend: [6, 7], holidays: [] }),
    steps: z.array(stepIn).min(1, { error: 'has no step' }).max(20, { error: 'has more than 20 steps' }),
  })
  .meta({
    id: 'ApprovalPolicyDocument',
    example: {
      name: 'Two pairs of eyes',
      calendar: { zone: 'Europe/Rome' },
      steps: [
        {
          name: 'Team lead',
          approvers: [{ kind: 'role', role: 'project.manager' }],
          deadline: { count: 3, unit: 'working-days' },
          escalation: [[{ kind: 'role', role: 'owner' }]],
        },
        {
          name: 'Finance',
          approvers: [{ kind: 'role', role: 'billing' }],
          above: { currency: 'EUR', minor: '100000' },
        },
      ],
    },
  });

const spanOut = z.object({ count: z.int(), unit: z.enum(['hours', 'days', 'working-days', 'months']) });

const stepOut = z.object({
  name: z.string(),
  approvers: z.array(approverOut),
  quorum: z.int(),
  above: orNull(moneyOut),
  notCreator: z.boolean(),
  remindEvery: orNull(spanOut),
  deadline: orNull(spanOut),
  escalation: z.array(z.array(approverOut)),
  onDeadline: z.enum(['expire', 'reject', 'approve']),
});

const documentOut = z.object({
  name: z.string(),
  kinds: z.array(z.enum(['purchase', 'terminate'])),
  adds: z.boolean(),
  asksApprovers: z.boolean(),
  order: z.enum(['sequence', 'parallel']),
  calendar: z.object({ zone: z.string(), weekend: z.array(z.int()), holidays: z.array(z.string()) }),
  steps: z.array(stepOut),
});

const ownerIn = orNull(idIn).meta({ description: 'Whose orders it is about; null for the policies of the platform.' });

export const KeepPolicyBody = z
  .strictObject({
    organizationId: ownerIn,
    scope: z.enum(policyScopes).meta({ description: 'The narrowest counts: plan, offering, project, organization.' }),
    scopeId: orNull(idIn).meta({ description: 'What of that kind it is attached to; null for the platform.' }),
    isActive: z.boolean().default(true),
    from: z.int().min(0).optional().meta({ description: 'The version that you have changed; 0 for a new policy.' }),
    policy: PolicyIn,
  })
  .meta({ id: 'ApprovalPolicyRequest' });

export const PolicyOut = z
  .object({
    id: idOut,
    organizationId: orNull(idOut),
    scope: z.enum(policyScopes),
    scopeId: orNull(idOut),
    isActive: z.boolean(),
    version: z.int().meta({ description: 'Orders keep the version that counted when they were placed.' }),
    policy: documentOut,
    createdBy: idOut,
    createdAt: instantOut,
  })
  .meta({ id: 'ApprovalPolicy' });

export const PolicyPage = pageOf('ApprovalPolicyPage', PolicyOut);

const FactOut = z
  .object({
    type: z.string().meta({ example: 'asked' }),
    at: instantOut,
    step: z.int().meta({ description: 'From 0.' }),
    name: z.string().meta({ description: 'Of the step.' }),
    by: idOut.optional(),
    onBehalfOf: idOut.optional(),
    text: z.string().optional().meta({ description: 'A comment, a question, an answer.' }),
    to: z.array(approverOut).optional(),
    until: orNull(instantOut).optional(),
  })
  .meta({ id: 'ApprovalFact', description: 'Who was asked, reminded, or has decided, and when.' });

export const TimelineOut = z
  .object({
    facts: z.array(FactOut).meta({ description: 'What has happened, in order.' }),
    next: z.array(FactOut).meta({ description: 'What comes next if nobody answers; its first 50.' }),
    outcome: orNull(z.enum(['approved', 'rejected', 'expired'])).meta({ description: 'Of the approval.' }),
  })
  .meta({ id: 'OrderTimeline' });

const ApprovalOut = z
  .object({
    id: idOut,
    orderId: idOut,
    name: z.string().meta({ description: 'Of the step.' }),
    asked: z.array(approverOut),
    askedAt: instantOut,
    dueAt: orNull(instantOut),
    reminders: z.int(),
    hasQuestion: z.boolean().meta({ description: 'The buyer has yet to answer a question.' }),
    kind: z.enum(['purchase', 'terminate']),
    customerId: idOut,
    projectId: idOut,
    offeringId: idOut,
    planId: idOut,
    createdBy: idOut,
    placedAt: instantOut,
  })
  .meta({ id: 'Approval', description: 'An order that waits for the caller, and for whom the caller stands in.' });

export const ApprovalPage = pageOf('ApprovalPage', ApprovalOut);

export const SimulateBody = z
  .strictObject({
    kind: z.enum(['purchase', 'terminate']).default('purchase'),
    projectId: idIn,
    planId: idIn,
    amount: orNull(limitIn).optional().meta({
      description: 'Net; left out, what the plan costs without anything that is chosen.',
    }),
    placedAt: instantIn.optional(),
    policy: PolicyIn.optional().meta({ description: 'A draft that counts instead of what is attached.' }),
  })
  .meta({
    id: 'ApprovalSimulationRequest',
    example: {
      projectId: 'e0000000-0000-4000-8000-0000000000b1',
      planId: 'e0000000-0000-4000-8000-0000000000b2',
      amount: { currency: 'EUR', minor: '250000' },
    },
  });

export const SimulationOut = z
  .object({
    policies: z
      .array(z.object({ id: orNull(idOut), version: orNull(z.int()), name: z.string() }))
      .meta({ description: 'What the order would fall under.' }),
    amount: orNull(moneyOut),
    needsDecision: z.boolean().meta({ description: 'False when your own order would be executed at once.' }),
    facts: z
      .array(FactOut)
      .meta({ description: 'Who would be asked, and when, if nobody ever answered; 100 at most.' }),
    outcome: orNull(z.enum(['approved', 'rejected', 'expired'])).meta({
      description: 'What would become of it if nobody ever answered; null when it waits for ever.',
    }),
  })
  .meta({ id: 'ApprovalSimulation' });

export const DelegationBody = z
  .strictObject({
    deputyId: idIn,
    startsAt: instantIn,
    endsAt: instantIn.meta({ description: 'From then on it is over; set it to now to end it early.' }),
  })
  .meta({
    id: 'DelegationRequest',
    example: {
      deputyId: 'e0000000-0000-4000-8000-0000000000b1',
      startsAt: '2026-12-20T00:00:00Z',
      endsAt: '2027-01-07T00:00:00Z',
    },
  });

export const DelegationOut = z
  .object({ id: idOut, userId: idOut, deputyId: idOut, startsAt: instantOut, endsAt: instantOut })
  .meta({ id: 'Delegation', description: 'Out of office: who decides for whom, and when.' });
