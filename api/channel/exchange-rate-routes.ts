import { z } from 'zod';
import { rateFault } from '../../domain/channel/exchange-rate';
import type { RealClock } from '../../platform/clock';
import { RequestProblem } from '../request-problem';
import type { Route } from '../route';
import { route } from '../route';
import { currencyIn, dayIn, decimalOut, pageIn, pageOf, quantityIn } from '../shapes';
import type { ExchangeRateReads, ExchangeRateWrites } from './reads';

export interface ExchangeRateDeps {
  readonly exchangeRates: ExchangeRateReads;
  readonly exchangeRateWrites: ExchangeRateWrites;
  readonly now: RealClock;
}

const RateIn = z
  .strictObject({
    from: currencyIn,
    to: currencyIn,
    validFrom: dayIn.meta({ description: 'Later than that of the last rate of the two.' }),
    factor: quantityIn.meta({ description: 'How much of `to` one of `from` is worth.' }),
  })
  .meta({ id: 'ExchangeRateRequest', example: { from: 'USD', to: 'EUR', validFrom: '2026-12-01', factor: '0.93' } });

export const ExchangeRateOut = z
  .object({
    from: z.string(),
    to: z.string(),
    validFrom: z.string().meta({ format: 'date' }),
    factor: decimalOut,
  })
  .meta({ id: 'ExchangeRate', description: 'What one unit of a currency is worth in another, from a day on.' });

const RatesQuery = z.strictObject({ ...pageIn, from: currencyIn.optional(), to: currencyIn.optional() });

const common = { tag: 'Price lists', access: 'authenticated', path: '/v1/exchange-rates' } as const;

/** The installation's dated table of exchange rates. */
export const exchangeRateRoutes = ({ exchangeRates, exchangeRateWrites, now }: ExchangeRateDeps): readonly Route[] => [
  route(
    {
      ...common,
      method: 'get',
      operationId: 'listExchangeRates',
      summary: 'The exchange rates of the installation, with their history',
      description: 'By pair of currencies, the latest first. They convert foreign costs.',
      query: RatesQuery,
      status: 200,
      response: pageOf('ExchangeRatePage', ExchangeRateOut),
    },
    ({ query: { limit, cursor, ...filter } }) => exchangeRates.list(filter, { limit, cursor }),
  ),
  route(
    {
      ...common,
      method: 'post',
      operationId: 'addExchangeRate',
      summary: 'Adds an exchange rate that is valid from a day on',
      description:
        'For the platform. Rates are never changed, and none comes before the last one. The same again is no other.',
      permission: 'exchange-rate.write',
      body: RateIn,
      status: 200,
      response: ExchangeRateOut,
      problems: ['currency-unknown', 'exchange-rate-settled', 'forbidden'],
    },
    async ({ caller, body }) => {
      const fault = rateFault(body);
      if (fault !== undefined)
        throw new RequestProblem('validation-failed', "one of the request's values cannot be taken", {
          errors: [{ in: 'body', pointer: fault.pointer, detail: fault.rule }],
        });
      await exchangeRateWrites.add({ ...body, userId: caller.userId, now: now() });
      return body;
    },
  ),
];
