import type { Kind } from '../worked-case';
import { aggregation } from './aggregation';
import { calendar } from './calendar';
import { channel } from './channel';
import { invoices } from './invoices';
import { priceModels } from './price-models';
import { proration } from './proration';

/** Every kind of case that is answered; a topic is added by a file of its own. */
export const kinds: readonly Kind[] = [
  ...[...priceModels, ...aggregation],
  ...[...proration, ...calendar, ...channel, ...invoices],
];
