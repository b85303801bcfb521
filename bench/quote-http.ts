import { createSaleView } from '../db/pricing/sale-view';
import { print } from './figure';
import { closedLoop, inTurns, round } from './load';
import type { Stack } from './stack';
import { statementOf } from './statement';

const callers = 32;
const turns = 2;
const secondsATurn = 2;

/** A quote over HTTP: its floor is the statement that finds what is sold, asked by `pg` alone. */
export const quoteHttp = async ({ api, pool, env, market }: Stack): Promise<void> => {
  const { keys, projectId, planIds, quantities } = market;
  const planId = planIds.full;
  const statement = await statementOf(env['DATABASE_URL'] ?? '', (knex) =>
    createSaleView(knex).forPlan({ planId, projectId, now: new Date().toISOString() }),
  );
  const body = { projectId, planId, quantities };
  const loads = await inTurns(
    turns,
    () => closedLoop(callers, secondsATurn, () => pool.query(statement)),
    () => closedLoop(callers, secondsATurn, () => api.post(keys.buyer, '/v1/quotes', body)),
  );
  print({
    bench: 'quote-http',
    callers,
    ...loads.ours,
    floor: loads.floor,
    ofFloor: round(loads.ours.perSecond / loads.floor.perSecond, 2),
  });
};
