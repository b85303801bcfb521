import { otherCurrencies } from '../catalog/currencies';
import { checkComponents } from '../catalog/check-entry';
import type { RefuseAt } from '../catalog/refusal';
import { below, told } from '../catalog/refusal';
import { checkPriceModel } from '../pricing/price-model';
import type { ListedPlan, RowFault } from './check-rows';
import type { OwnComponent } from './own-components';

/** What is wrong with the components that a tier adds to a plan, as JSON pointers within them. */
export const ownFaults = (own: readonly OwnComponent[], plan: ListedPlan): RowFault[] => {
  const faults: RowFault[] = [];
  const refuse: RefuseAt = (pointer, rule) => void faults.push({ pointer, rule });
  checkComponents(own, refuse);
  const codes = otherCurrencies(plan.components);
  own.forEach((component, at) => checkCurrencies(component, codes, below(refuse, `/${at}/currencies`)));
  return faults;
};

const checkCurrencies = (
  { currencies = {}, ...component }: OwnComponent,
  codes: readonly string[],
  refuse: RefuseAt,
): void => {
  for (const [code, { price }] of Object.entries(currencies)) {
    const place = below(refuse, `/${code}`);
    if (!codes.includes(code)) place('', 'no other currency of the plan: the price in its own stands by itself');
    told(() => checkPriceModel({ ...component, price }), place);
  }
};
