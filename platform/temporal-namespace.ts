import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';

/** The types of search attributes that are used, by their numbers in Temporal's protocol (`IndexedValueType`). */
const protocolTypes = { KEYWORD: 2, BOOL: 5, DATETIME: 6 } as const;

export interface SearchAttribute {
  readonly name: string;
  readonly type: keyof typeof protocolTypes;
}

const aDaySeconds = 86_400;
const limitMs = 60_000;

/**
 * Brings the namespace into the state that workflows need. May be repeated, also beside others that do the same.
 * @throws Error when it is not usable within a minute
 */
export const prepareNamespace = async (
  client: Client,
  { attributes, retentionDays }: { readonly attributes: readonly SearchAttribute[]; readonly retentionDays: number },
): Promise<void> => {
  await patiently('the namespace', () => describe(client));
  await patiently('the search attributes', () => registerAttributes(client, attributes));
  await patiently('the search attributes', () => lookUp(client, attributes));
  await lengthenRetention(client, retentionDays);
};

const describe = ({ connection, options: { namespace } }: Client) =>
  connection.workflowService.describeNamespace({ namespace });

const registerAttributes = async (client: Client, attributes: readonly SearchAttribute[]): Promise<void> => {
  const { namespace } = client.options;
  const { operatorService } = wholeConnection(client);
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = attributes.filter(({ name }) => !(name in customAttributes));
  if (missing.length === 0) return;
  await operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map(({ name, type }) => [name, protocolTypes[type]])),
  });
};

/** A client knows its connection by a part of it only. */
const wholeConnection = ({ connection }: Client): Connection => {
  if (!(connection instanceof Connection)) throw new Error('the client has a connection of its own');
  return connection;
};

/** A search attribute that is registered becomes usable a moment later: a question that names all of them tells. */
const lookUp = async (client: Client, attributes: readonly SearchAttribute[]): Promise<void> => {
  await client.workflow.count(attributes.map(({ name }) => `${name} is not null`).join(' or '));
};

/** The development server keeps what has ended for a day, too short to look at a story of yesterday. */
const lengthenRetention = async (client: Client, days: number): Promise<void> => {
  const { namespace } = client.options;
  const { config } = await describe(client);
  const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
  if (seconds !== aDaySeconds) return;
  await client.connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs(days * aDaySeconds * 1_000) },
  });
};

const patiently = async <T>(what: string, attempt: () => Promise<T>): Promise<T> => {
  const until = Date.now() + limitMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > until) throw new Error(`${what} cannot be used`, { cause: error });
      await sleep(100);
    }
  }
};
