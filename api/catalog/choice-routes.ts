import { pricedIn } from '../../domain/catalog/currencies';
import { askedFields } from '../../domain/catalog/order-form';
import { readSomeAnswers } from '../../domain/orders/answers';
import { isFetched } from '../../domain/orders/offered-choices';
import type { RealClock } from '../../platform/clock';
import { fits } from '../orders/enclose';
import type { SaleReads } from '../pricing/reads';
import { permittedSale } from '../pricing/sale';
import { RequestProblem } from '../request-problem';
import type { Route } from '../route';
import { route } from '../route';
import type { FetchedChoices } from '../vendors/fetched-choices';
import { ChoicesBody, ChoicesOut, ChoicesParams } from './form-schemas';

export interface ChoiceDeps {
  readonly sales: SaleReads;
  readonly choices: FetchedChoices;
  readonly now: RealClock;
}

export const choiceRoutes = ({ sales, choices, now }: ChoiceDeps): readonly Route[] => [
  route(
    {
      method: 'post',
      path: '/v1/offerings/{offeringId}/plans/{planId}/choices',
      operationId: 'listChoices',
      tag: 'Catalog',
      summary: 'The choices of a field of an order form, as its vendor tells them now',
      description:
        'For who may order the plan for the project. `answers` are those so far; the vendor is told the ones that the field names in `choicesDependOn`. Nothing is stored. What a vendor tells is kept for some seconds, and asked again when a quote or an order has such an answer.',
      access: 'authenticated',
      params: ChoicesParams,
      body: ChoicesBody,
      status: 200,
      response: ChoicesOut,
      problems: [
        'answers-invalid',
        'choices-unavailable',
        'currency-not-priced',
        'forbidden',
        'offering-not-for-sale',
        'plan-not-found',
        'project-not-found',
      ],
    },
    async ({ caller, params: { offeringId, planId }, body }) => {
      const { projectId, currency, field: key, answers: given = {} } = body;
      const found = await sales.forPlan({ planId, projectId, now: now() });
      const permitted = permittedSale(caller, projectId, found?.offering.id === offeringId ? found : undefined);
      const { offering, plan } = pricedIn(permitted, currency);
      const asked = askedFields(offering, plan);
      const field = asked.find((each) => each.key === key);
      if (field === undefined || !['choice', 'choices'].includes(field.type)) throw noSuchField();
      const answers = readSomeAnswers(asked, given, fits);
      if (!isFetched(field)) return { field: key, choices: field.choices ?? [] };
      const wanted = { vendorId: offering.vendorId, offeringId, planId, currency: plan.currency };
      return { field: key, choices: await choices.of({ ...wanted, field, answers, pointer: '/field' }) };
    },
  ),
];

const noSuchField = (): RequestProblem =>
  new RequestProblem('validation-failed', 'the plan asks no field with choices of this key', {
    errors: [{ in: 'body', pointer: '/field', detail: 'is no field with choices that the plan asks' }],
  });
