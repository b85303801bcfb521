import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from './answers';
import type { Api } from './api';
import { ApiRefusal, createApi } from './api';
import { keyOf, setting } from './keys';

/** How long the story waits for anything before it gives up. */
const patienceMs = 60_000;

/** The people of the demo market, each with the key that they call by. */
export const createCast = () => {
  const url = setting('PUBLIC_URL');
  const caller = (role: string): Api => createApi({ url, key: keyOf(role).key, patienceMs });
  const projectId = keyOf('buyer').projectId;
  if (projectId === undefined) throw new Error('the buyer has no project');
  return {
    bea: caller('buyer'),
    ada: caller('approver'),
    nimbus: caller('vendor'),
    brenta: caller('reseller'),
    projectId,
  };
};

export type Cast = ReturnType<typeof createCast>;

/** Looks until the answer is as wanted. */
export const eventually = async <T>(
  what: string,
  look: () => Promise<T>,
  isWanted: (seen: T) => boolean,
  limitMs = patienceMs,
): Promise<T> => {
  const until = Date.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (isWanted(seen)) return seen;
    if (Date.now() > until) throw new Error(`waited in vain for ${what}; last seen: ${JSON.stringify(seen)}`);
    await sleep(40);
  }
};

/** All pages of a list. */
export const all = async <T>(api: Api, path: string): Promise<readonly T[]> => {
  const items: T[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Page<T> = await api.get(`${path}&limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
};

/** What must be refused, with its reason; anything else is a failure of the story. */
export const refusalOf = async (request: Promise<unknown>): Promise<string> => {
  try {
    await request;
  } catch (error) {
    if (error instanceof ApiRefusal) return `${error.status} ${error.code}`;
    throw error;
  }
  throw new Error('a request was taken that should have been refused');
};
