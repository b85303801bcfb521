import { seenQuantities } from '../../domain/channel/own-components';
import { visibleLevels } from '../../domain/channel/visibility';
import { enclosedFor } from './enclosed-for';
import type { Caller } from '../auth';
import type { OrderRecord } from './reads';

/** What a caller may see of an order: the quote is the customer's price, which vendors and distributors are not told. */
export const toOrderResponse = (caller: Caller, order: OrderRecord) => ({
  ...order,
  ...enclosedFor(caller, order),
  quantities: seenQuantities(order.quantities, visibleLevels(caller, order)),
  quote: visibleLevels(caller, order).includes('sellOut') ? order.quote : null,
  deadlineAt: order.state === 'pending-consumer' ? order.deadlineAt : null,
});
