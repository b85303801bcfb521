import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { ApplicationFailure } from '@temporalio/common';
import { DomainError } from '../domain/errors';

/** A refusal by the rules keeps its code and is not tried again; anything else is. */
export const activityInterceptors: ActivityInterceptorsFactory = () => ({
  inbound: {
    execute: async (input, next) => {
      try {
        return await next(input);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        throw ApplicationFailure.create({
          message: error.message,
          type: error.code,
          nonRetryable: true,
          details: [error.details],
          category: 'BENIGN',
        });
      }
    },
  },
});
