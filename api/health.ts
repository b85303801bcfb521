import { z } from 'zod';
import { RequestProblem } from './request-problem';
import type { Route } from './route';
import { route } from './route';

export interface HealthDeps {
  /** Each answers when what it stands for can be used, and throws when not. */
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>;
}

const Health = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });

/** Longer than any sound check takes, shorter than those who ask are patient. */
const limitMs = 2_000;

export const healthRoutes = ({
  checks,
  isClosing,
}: HealthDeps & { readonly isClosing: () => boolean }): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/healthz',
      operationId: 'getLiveness',
      tag: 'Health',
      summary: 'Whether the process lives',
      access: 'public',
      status: 200,
      response: Health,
    },
    () => Promise.resolve({ status: 'ok' as const }),
  ),
  route(
    {
      method: 'get',
      path: '/readyz',
      operationId: 'getReadiness',
      tag: 'Health',
      summary: 'Whether requests can be served: Postgres and Temporal answer',
      access: 'public',
      status: 200,
      response: Health,
    },
    async () => {
      const failed = isClosing() ? ['the process, which is stopping'] : await failedOf(checks);
      if (failed.length === 0) return { status: 'ok' as const };
      throw new RequestProblem('unavailable', `not ready: ${failed.join(', ')}`, { headers: { 'retry-after': '1' } });
    },
  ),
];

const failedOf = async (checks: HealthDeps['checks']): Promise<string[]> => {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => ((await passes(check)) ? [] : [name])),
  );
  return results.flat();
};

const passes = async (check: () => Promise<unknown>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  const outcome = check().then(
    () => true,
    () => false,
  );
  return Promise.race([outcome, limit]).finally(() => clearTimeout(timer));
};
