import type { Knex } from 'knex';

// Why: what a buyer encloses with an order belongs to no workflow: it may be personal, and secret. It is written before the
// order is, so that an order is never without it; the hash of the request tells whose it is when two requests come under one
// idempotency key.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    create table order_enclosures (
      order_id uuid not null,
      request_hash text not null,
      answers jsonb not null,
      sealed_answers jsonb not null,
      primary key (order_id, request_hash)
    );
  `);

export const down = (knex: Knex): Promise<void> => knex.schema.raw(`drop table order_enclosures`);
