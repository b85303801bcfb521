import type { Knex } from 'knex';

export interface ResourceEndpoint {
  readonly url: string;
  readonly description: string;
  readonly category: string;
}

/** What vendors tell of the resource; the last word counts. */
export interface ResourceIntake {
  setEndpoints(subscriptionId: string, endpoints: readonly ResourceEndpoint[]): Promise<void>;
  setInstructions(subscriptionId: string, instructions: Readonly<Record<string, string>>): Promise<void>;
}

export const createResourceIntake = (knex: Knex): ResourceIntake => {
  const set = async (column: 'endpoints' | 'instructions', subscriptionId: string, value: unknown): Promise<void> => {
    await knex.raw(
      `insert into resource_details (subscription_id, ${column}) values (?, ?)
       on conflict (subscription_id) do update set ${column} = excluded.${column}`,
      [subscriptionId, JSON.stringify(value)],
    );
  };
  return {
    setEndpoints: (subscriptionId, endpoints) => set('endpoints', subscriptionId, endpoints),
    setInstructions: (subscriptionId, instructions) => set('instructions', subscriptionId, instructions),
  };
};
