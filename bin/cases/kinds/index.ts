import type { Kind } from '../worked-case';
import { aggregation } from './aggregation';
import { priceModels } from './price-models';

/** Every kind of case that is answered; a topic is added by a file of its own. */
export const kinds: readonly Kind[] = [...priceModels, ...aggregation];
