import type { PriceModel } from '../../catalog/offering';
import { flat } from './flat';
import { graduated } from './graduated';
import { graduatedPercentage } from './graduated-percentage';
import { matrix } from './matrix';
import type { ModelRules } from './model-rules';
import { packages } from './package';
import { percentage } from './percentage';
import { perUnit } from './per-unit';
import { stairstep } from './stairstep';
import { volume } from './volume';

/** Every price model by its kind: one without rules does not compile. */
const models: { readonly [K in PriceModel['kind']]: ModelRules<Extract<PriceModel, { readonly kind: K }>> } = {
  flat,
  'per-unit': perUnit,
  graduated,
  volume,
  stairstep,
  package: packages,
  percentage,
  'graduated-percentage': graduatedPercentage,
  matrix,
};

/** The rules of a model; they are to be asked about models of its kind. */
export const rulesOf = (model: PriceModel): ModelRules<PriceModel> => models[model.kind] as ModelRules<PriceModel>;
