import { calledAddresses } from '../../domain/catalog/called-addresses';
import { exportCatalog, writtenOffering } from '../../domain/catalog/catalog-export';
import type { OfferingEntry } from '../../domain/catalog/catalog-file';
import type { RefusedPlace } from '../../domain/errors';
import { DomainError } from '../../domain/errors';
import { may } from '../../domain/identity/permission';
import type { RealClock } from '../../platform/clock';
import { permit } from '../access';
import type { Caller } from '../auth';
import type { Route } from '../route';
import { route } from '../route';
import { CatalogFileIn, CatalogFileOut } from './file-schemas';
import { ExportQuery, ImportOut, ImportQuery } from './import-schemas';
import type { VendorCalls } from '../vendors/calls';
import type { CatalogReads, CatalogWrites } from './reads';
import { refuseAll } from '../refuse-all';

export interface ImportDeps {
  readonly catalogs: CatalogReads;
  readonly catalogWrites: CatalogWrites;
  readonly vendors: Pick<VendorCalls, 'refusalOf'>;
  readonly now: RealClock;
}

/** Room for some ten thousand plans. */
const fileLimitBytes = 5 * 1024 * 1024;

const common = { tag: 'Catalog', access: 'authenticated', permission: 'catalog.write', yaml: true } as const;

export const importRoutes = ({ catalogs, catalogWrites, vendors, now }: ImportDeps): readonly Route[] => [
  route(
    {
      ...common,
      method: 'post',
      path: '/v1/catalog/import',
      operationId: 'importCatalog',
      summary: 'Makes the catalog of a vendor what a file says',
      description: `A file lists offerings, each with all its plans; what it does not list stays as it is. All of it is taken, or nothing.
New prices are new versions: what was sold keeps its own until it is renewed. The schema of the file is at \`/schemas/catalog.json\`.`,
      query: ImportQuery,
      body: CatalogFileIn,
      bodyLimitBytes: fileLimitBytes,
      status: 200,
      response: ImportOut,
      problems: ['catalog-refused', 'forbidden', 'vendor-not-found'],
    },
    async ({ caller, query: { dryRun, ...query }, body }) => {
      const vendorId = vendorOf(caller, query.vendorId);
      // The compiler tells a missing field from one that is undefined; JSON and YAML have only the first.
      const file = body.offerings as readonly OfferingEntry[];
      refuseAll('catalog-refused', neverCalled(file, vendors));
      const plan = await catalogWrites.import({ vendorId, file, userId: caller.userId, now: now(), dryRun });
      if (plan === undefined) throw noVendor();
      refuseAll('catalog-refused', plan.refusals);
      return { dryRun, changes: plan.changes };
    },
  ),
  route(
    {
      ...common,
      method: 'get',
      path: '/v1/catalog/export',
      operationId: 'exportCatalog',
      summary: 'The catalog of a vendor as a file, in JSON or YAML',
      description: 'Importing it changes nothing. Offerings and plans stand in the order of their keys.',
      query: ExportQuery,
      status: 200,
      response: CatalogFileOut,
      problems: ['forbidden', 'vendor-not-found'],
    },
    async ({ caller, query }) => {
      const at = now();
      const stored = await catalogs.ofVendor(vendorOf(caller, query.vendorId), at);
      if (stored === undefined) throw noVendor();
      return { offerings: exportCatalog(stored, at).map(writtenOffering) };
    },
  ),
];

/** What could never be asked is not kept. */
const neverCalled = (file: readonly OfferingEntry[], { refusalOf }: Pick<VendorCalls, 'refusalOf'>): RefusedPlace[] =>
  calledAddresses(file).flatMap(({ url, pointer }) => {
    const rule = refusalOf(url);
    return rule === undefined ? [] : [{ pointer, rule }];
  });

const noVendor = (): DomainError => new DomainError('vendor-not-found', 'there is no such vendor');

/** @throws DomainError `vendor-not-found` for one whose own data the caller does not see, `forbidden` */
const vendorOf = (caller: Caller, asked: string | undefined): string => {
  const vendorId = asked ?? caller.organizationId;
  const scopes = { organizationIds: [vendorId] };
  if (vendorId === null || !may(caller, 'subscription.read', scopes)) throw noVendor();
  permit(caller, 'catalog.write', scopes);
  return vendorId;
};
