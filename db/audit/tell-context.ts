import type { Knex } from 'knex';
import { auditContext } from '../../platform/audit-context';

interface Connection {
  query(statement: { readonly text: string; readonly values: readonly string[] }): Promise<unknown>;
}

interface Pooled {
  acquireConnection(): Promise<Connection>;
}

const telling = new WeakSet<Pooled>();

/**
 * Has each connection know whose doing its statements are, while a request is served that leaves a trail: whatever writes,
 * in a transaction or not, the triggers find it. A connection is told only when it changes hands.
 */
export const tellAuditContext = (knex: Knex): Knex => {
  const client = knex.client as Pooled;
  if (telling.has(client)) return knex;
  telling.add(client);
  const told = new WeakMap<Connection, string>();
  const acquire = client.acquireConnection.bind(client);
  client.acquireConnection = async () => {
    const connection = await acquire();
    const context = auditContext();
    const text = context === undefined ? '' : JSON.stringify(context);
    if ((told.get(connection) ?? '') === text) return connection;
    await connection.query({ text: "select set_config('entrepot.audit', $1, false)", values: [text] });
    told.set(connection, text);
    return connection;
  };
  return knex;
};
