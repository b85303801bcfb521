import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { ApplicationFailure } from '@temporalio/workflow';
import { DomainError } from '../domain/errors';

// A refusal by the rules keeps its code. Any other error stays what it is: a bug that blocks its task until it is mended.
const coded = (error: unknown): unknown =>
  error instanceof DomainError
    ? ApplicationFailure.create({
        message: error.message,
        type: error.code,
        nonRetryable: true,
        details: [error.details],
        category: 'BENIGN',
      })
    : error;

const rethrow = (error: unknown): never => {
  throw coded(error);
};

export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [
    {
      execute: (input, next) => next(input).catch(rethrow),
      handleUpdate: (input, next) => next(input).catch(rethrow),
      validateUpdate: (input, next) => {
        try {
          next(input);
        } catch (error) {
          rethrow(error);
        }
      },
    },
  ],
});
