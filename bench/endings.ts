import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';

const lookEveryMs = 5;
const patienceMs = 60_000;

/** Waits until a purchase has ended. */
export type Ending = (id: string) => Promise<void>;

/**
 * Looks for endings in the database, with one question for all who wait: asking by each caller for itself would cost more
 * than the purchases.
 *
 * @param text A query of `id` and `ok`, given the ids that are waited for
 */
export const createEndings = (pool: Pool, name: string, text: string): Ending => {
  const waiting = new Map<string, (ok: boolean) => void>();
  let looks = false;
  const look = async (): Promise<void> => {
    looks = true;
    while (waiting.size > 0) {
      const { rows } = await pool.query<{ id: string; ok: boolean }>({ name, text, values: [[...waiting.keys()]] });
      for (const { id, ok } of rows) {
        waiting.get(id)?.(ok);
        waiting.delete(id);
      }
      await sleep(lookEveryMs);
    }
    looks = false;
  };
  return (id) =>
    new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`${id} did not end in time`)), patienceMs);
      waiting.set(id, (ok) => {
        clearTimeout(limit);
        if (ok) resolve();
        else reject(new Error(`${id} did not end well`));
      });
      if (!looks) look().catch(reject);
    });
};
