import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';

/** One short transaction in Postgres, or one call to Temporal: idempotent, tried until it works. */
export const quick: LocalActivityOptions = {
  startToCloseTimeout: '10s',
  retry: { initialInterval: '100ms', backoffCoefficient: 2, maximumInterval: '10s' },
};

/** A call to a vendor: anything but a 2xx is tried again, for as long as the run lives (`product.md` §8). */
export const vendorCall: ActivityOptions = {
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
  cancellationType: 'TRY_CANCEL',
};

/** A longer piece of work that says all the time that it lives, so that a dead worker is noticed within ten seconds. */
export const longWork: ActivityOptions = {
  startToCloseTimeout: '10m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '10s' },
};
