import { z } from 'zod';
import { reachOf } from '../../domain/identity/permission';
import type { Route } from '../route';
import { route } from '../route';
import { idOut, instantOut, orNull, pageIn, pageOf } from '../shapes';
import type { EventReads } from './reads';

export interface EventDeps {
  readonly events: EventReads;
}

const seqIn = z.string().regex(/^\d{1,18}$/, { error: 'is not the seq of an event' });

const EventQuery = z.strictObject({
  after: seqIn.optional().meta({ description: '`seq` of the last event that you have seen.' }),
  limit: pageIn.limit,
  cursor: seqIn.optional().meta({ description: '`nextCursor` of the page before; goes before `after`.' }),
});

const Event = z
  .object({
    seq: z.string().meta({ description: 'Grows from event to event: an integer, as text.' }),
    entity: z.enum(['order', 'subscription', 'syndication-run']),
    entityId: idOut,
    rev: z.number().int().meta({ description: 'Counts the changes of the entity, from 1.' }),
    type: z.string().meta({ description: 'What happened to it.', example: 'order-approved' }),
    customerId: idOut,
    vendorId: idOut,
    actorId: orNull(idOut).meta({ description: 'The user who did it; null for what happened by itself.' }),
    occurredAt: instantOut.meta({ description: 'In business time: that of the test clock, for a sandbox.' }),
    data: z.record(z.string(), z.unknown()).meta({ description: 'Facts of the event, such as the new state.' }),
  })
  .meta({ id: 'Event', description: 'Something that happened to an order, a subscription or a syndication run.' });

export const eventRoutes = ({ events }: EventDeps): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/events',
      operationId: 'listEvents',
      tag: 'Events',
      summary: 'What happened, oldest first',
      description: 'Follow along by asking again `after` the last `seq` that you have seen.',
      access: 'authenticated',
      query: EventQuery,
      status: 200,
      response: pageOf('EventPage', Event),
    },
    async ({ caller, query: { after = '0', cursor = after, limit } }) => {
      const items = await events.list(reachOf(caller, 'event.read'), { after: cursor, limit });
      return { items, nextCursor: items.length < limit ? null : (items.at(-1)?.seq ?? null) };
    },
  ),
];
