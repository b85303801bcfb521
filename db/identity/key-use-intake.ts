import type { Knex } from 'knex';
import { rowsOf } from '../rows';

export interface KeyUse {
  readonly keyId: string;
  readonly at: string;
}

export interface KeyUseIntake {
  /** Notes when keys were last used; an older instant than the one that is known changes nothing. */
  note(uses: readonly KeyUse[]): Promise<void>;
}

export const createKeyUseIntake = (knex: Knex): KeyUseIntake => ({
  note: async (uses) => {
    await rowsOf(knex, noteUses, [uses.map(({ keyId }) => keyId), uses.map(({ at }) => at)]);
  },
});

// In the order of ids: processes that write side by side do not wait for each other in a circle.
const noteUses = `
  with used as (
    select k.id, used.at from unnest(cast(? as uuid[]), cast(? as timestamptz[])) as used (id, at)
    join api_keys k on k.id = used.id and (k.last_used_at is null or k.last_used_at < used.at)
    order by k.id for update of k
  )
  update api_keys set last_used_at = used.at from used where api_keys.id = used.id`;
