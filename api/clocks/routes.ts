import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { DomainError } from '../../domain/errors';
import { may } from '../../domain/identity/permission';
import { addMonths } from '../../domain/time';
import type { RealClock } from '../../platform/clock';
import { permit } from '../access';
import type { Caller } from '../auth';
import { RequestProblem } from '../request-problem';
import type { Route } from '../route';
import { route } from '../route';
import { createBeginAdvance } from './advance';
import type { ClockReads, ClockRecord, ClockWrites } from './reads';
import { AdvanceBody, ClockBody, ClockOut, ClockParams } from './schemas';

export interface ClockDeps {
  readonly clocks: ClockReads;
  readonly clockWrites: ClockWrites;
  readonly client: Client;
  readonly now: RealClock;
}

const tag = 'Test clocks';

export const clockRoutes = ({ clocks, clockWrites, client, now }: ClockDeps): readonly Route[] => {
  const beginAdvance = createBeginAdvance(client, clocks);
  const seen = async (caller: Caller, clockId: string): Promise<ClockRecord> => {
    const clock = await clocks.find(clockId);
    const isSeen =
      clock !== undefined &&
      (caller.testClockId === clock.id || may(caller, 'order.read', { organizationIds: [clock.organizationId] }));
    if (!isSeen) throw new DomainError('test-clock-not-found', 'there is no such test clock');
    return clock;
  };

  return [
    route(
      {
        method: 'post',
        path: '/v1/test-clocks',
        operationId: 'createTestClock',
        tag,
        summary: 'Puts a sandbox organization on a clock of its own',
        access: 'authenticated',
        body: ClockBody,
        status: 201,
        response: ClockOut,
        problems: ['forbidden'],
      },
      async ({ caller, body }, reply) => {
        const organizationId = body.organizationId ?? caller.organizationId;
        if (organizationId === null) throw missingOrganization();
        permit(caller, 'test-clock.write', { organizationIds: [organizationId] });
        const clock = { id: randomUUID(), name: body.name, organizationId, now: body.now ?? now() };
        await clockWrites.create(clock);
        reply.header('location', `/v1/test-clocks/${clock.id}`);
        return { ...clock, target: clock.now, state: 'ready' as const };
      },
    ),
    route(
      {
        method: 'get',
        path: '/v1/test-clocks/{clockId}',
        operationId: 'getTestClock',
        tag,
        summary: 'One test clock',
        access: 'authenticated',
        params: ClockParams,
        status: 200,
        response: ClockOut,
        problems: ['test-clock-not-found'],
      },
      ({ caller, params }) => seen(caller, params.clockId),
    ),
    route(
      {
        method: 'post',
        path: '/v1/test-clocks/{clockId}/advance',
        operationId: 'advanceTestClock',
        tag,
        summary: 'Moves a test clock forward; everything that falls due on the way happens, in order',
        description: 'Answers when the advance has begun. It is done when the state of the clock is ready again.',
        access: 'authenticated',
        params: ClockParams,
        body: AdvanceBody,
        status: 202,
        response: ClockOut,
        problems: ['forbidden', 'test-clock-backwards', 'test-clock-busy', 'test-clock-not-found'],
      },
      async ({ caller, params: { clockId }, body }) => {
        const clock = await seen(caller, clockId);
        permit(caller, 'test-clock.write', { organizationIds: [clock.organizationId] });
        const to = 'to' in body ? body.to : addMonths(clock.now, body.months, clock.zone);
        await beginAdvance(clockId, to);
        return seen(caller, clockId);
      },
    ),
  ];
};

const missingOrganization = (): RequestProblem =>
  new RequestProblem('validation-failed', 'the sandbox is not named', {
    errors: [{ in: 'body', pointer: '/organizationId', detail: 'is missing' }],
  });
