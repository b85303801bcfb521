import type { Route } from '../route';
import { route } from '../route';
import type { ListFileDeps } from './list-file-desk';
import { createListFileDesk } from './list-file-desk';
import {
  ListExportQuery,
  ListImportOut,
  ListImportQuery,
  PriceListFileIn,
  PriceListFileOut,
} from './list-file-schemas';

const common = { tag: 'Price lists', access: 'authenticated', yaml: true } as const;

/** Room for lists of some thousand plans. */
const fileLimitBytes = 5 * 1024 * 1024;

export const listFileRoutes = (deps: ListFileDeps): readonly Route[] => {
  const desk = createListFileDesk(deps);
  return [
    route(
      {
        ...common,
        method: 'post',
        path: '/v1/price-lists/import',
        operationId: 'importPriceLists',
        summary: 'Makes the price lists of a tier what a file says',
        description: `A file names lists by level and name, each with all its rows; lists that it does not name stay as they are. All of it is taken,
or nothing. Ask with \`dryRun=true\` first: it tells every price that would change. The schema of the file is at \`/schemas/price-lists.json\`.`,
        query: ListImportQuery,
        body: PriceListFileIn,
        bodyLimitBytes: fileLimitBytes,
        status: 200,
        response: ListImportOut,
        problems: ['forbidden', 'organization-not-found', 'price-list-changed', 'price-lists-refused'],
      },
      ({ caller, query, body }) => desk.import(caller, body, query),
    ),
    route(
      {
        ...common,
        method: 'get',
        path: '/v1/price-lists/export',
        operationId: 'exportPriceLists',
        summary: 'The price lists of a tier as a file, in JSON or YAML',
        description: 'Importing it changes nothing. Buyers that are bound to a list are not part of it.',
        query: ListExportQuery,
        status: 200,
        response: PriceListFileOut,
        problems: ['organization-not-found'],
      },
      ({ caller, query }) => desk.export(caller, query.ownerId),
    ),
  ];
};
