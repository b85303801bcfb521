import { healthRoutes } from './health';
import type { Route } from './route';
import type { RouteDeps } from './routes';
import { createRoutes } from './routes';

/** All operations with nothing behind them: only what is said about them can be used. */
export const describedRoutes = (): readonly Route[] => [
  ...healthRoutes({ checks: {}, isClosing: () => false }),
  // No handler runs, so no handler misses what it needs.
  ...createRoutes({} as RouteDeps),
];
