import type { Knex } from 'knex';
import { createKnex } from '../db/knex';

/** A statement as the database gets it. */
export interface Statement {
  /** Set when it is prepared once on each connection. */
  readonly name?: string;
  readonly text: string;
  readonly values: unknown[];
}

interface Asked {
  readonly sql: string;
  readonly bindings: unknown[];
  readonly options?: { readonly name?: string };
}

/** What a view of ours asks the database, to be asked again by `pg` alone. */
export const statementOf = async (databaseUrl: string, ask: (knex: Knex) => Promise<unknown>): Promise<Statement> => {
  const knex = createKnex(databaseUrl, { poolMax: 1 });
  const asked: Statement[] = [];
  knex.on('query', ({ sql, bindings, options }: Asked) => {
    asked.push({ ...(options?.name === undefined ? {} : { name: options.name }), text: sql, values: bindings });
  });
  try {
    await ask(knex);
  } finally {
    await knex.destroy();
  }
  const [statement] = asked;
  if (statement === undefined || asked.length > 1) throw new Error(`the view made ${asked.length} statements, not one`);
  return statement;
};
