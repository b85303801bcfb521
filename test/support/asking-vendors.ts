import type { Knex } from 'knex';
import { createVendorCalls } from '../../api/vendors/calls';
import { createFetchedChoices } from '../../api/vendors/fetched-choices';
import { createVendorEndpointView } from '../../db/syndication/vendor-endpoint-view';
import { createGuardedHttp } from '../../platform/guarded-http';
import { createLogger } from '../../platform/logger';
import type { SecretBox } from '../../platform/secrets';
import { aSecretBox } from './secret-box';

interface Asking {
  readonly secrets?: SecretBox;
  readonly timeoutMs?: number;
  readonly allowPrivate?: boolean;
}

/** How vendors are asked while buyers wait, on a test's database. */
export const askingVendors = (
  knex: Knex,
  { secrets = aSecretBox(), timeoutMs = 4_000, allowPrivate = true }: Asking = {},
) => {
  const http = createGuardedHttp({ allowPrivate, timeoutMs });
  const log = createLogger({ level: 'silent', name: 'test' });
  const vendors = createVendorCalls({ http, endpoints: createVendorEndpointView(knex), secrets, log, timeoutMs });
  return { secrets, vendors, choices: createFetchedChoices(vendors), closeCalls: http.close };
};
