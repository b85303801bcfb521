import type { Knex } from 'knex';
import type { ExchangeRate } from '../../domain/channel/exchange-rate';
import { isKnownRate } from '../../domain/channel/exchange-rate';
import { rowsOf } from '../rows';

export interface ExchangeRateIntake {
  /**
   * Adds a rate after those that there are; the same again changes nothing.
   * @throws DomainError `exchange-rate-settled`
   */
  add(rate: ExchangeRate & { readonly userId: string; readonly now: string }): Promise<void>;
}

export const createExchangeRateIntake = (knex: Knex): ExchangeRateIntake => ({
  add: ({ userId, now, ...rate }) =>
    knex.transaction(async (trx) => {
      // One rate of a pair at a time: each comes after the last.
      await trx.raw(`select pg_advisory_xact_lock(hashtext('exchange-rates'), hashtext(?))`, [rate.from + rate.to]);
      const [latest] = await rowsOf<ExchangeRate>(trx, latestRate, [rate.from, rate.to]);
      if (isKnownRate(rate, latest)) return;
      await trx('exchange_rates').insert({
        from_currency: rate.from,
        to_currency: rate.to,
        valid_from: rate.validFrom,
        factor: rate.factor,
        created_by: userId,
        created_at: now,
      });
    }),
});

const latestRate = `
  select from_currency as "from", to_currency as "to", valid_from as "validFrom", cast(trim_scale(factor) as text) as "factor"
  from exchange_rates where from_currency = ? and to_currency = ? order by valid_from desc limit 1`;
