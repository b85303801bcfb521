import type { ActivityInterceptorsFactory } from '@temporalio/worker';

/** Does everything twice, as a worker that died before it could say that it was done, and another one after it. */
export const everythingTwice: ActivityInterceptorsFactory = () => ({
  inbound: {
    execute: async (input, next) => {
      await next(input);
      return next(input);
    },
  },
});
