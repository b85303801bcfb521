import type { PriceListRow } from '../../domain/channel/price-list';
import { reachOf } from '../../domain/identity/permission';
import type { Route } from '../route';
import { route } from '../route';
import type { PriceListDeskDeps } from './price-list-desk';
import { createPriceListDesk } from './price-list-desk';
import { ownFrom } from './own-components';
import type { RowsRequest } from './schemas';
import {
  BindingBody,
  BindingOut,
  BindingQuery,
  BuyerParams,
  TellingQuery,
  MarkUpBody,
  PriceListBody,
  PriceListChange,
  PriceListOut,
  PriceListPage,
  PriceListParams,
  PriceListQuery,
  PriceListRemoval,
  PriceListSettingsChange,
  RowsBody,
  SettingsBody,
} from './schemas';

export type PriceListDeps = PriceListDeskDeps;

const tag = 'Price lists';
// Room for a whole list of some thousand plans.
const rowsLimitBytes = 4 * 1024 * 1024;
const problemsOfRows = [
  'forbidden',
  'organization-not-found',
  'price-below-cost',
  'price-list-changed',
  'price-list-not-found',
] as const;

export const priceListRoutes = (deps: PriceListDeps): readonly Route[] => {
  const desk = createPriceListDesk(deps);
  return [
    route(
      {
        method: 'get',
        path: '/v1/price-lists',
        operationId: 'listPriceLists',
        tag,
        summary: 'Your own price lists, by name',
        access: 'authenticated',
        query: PriceListQuery,
        status: 200,
        response: PriceListPage,
      },
      ({ caller, query }) => deps.priceLists.list(reachOf(caller, 'price-list.read'), query),
    ),
    route(
      {
        method: 'post',
        path: '/v1/price-lists',
        operationId: 'createPriceList',
        tag,
        summary: 'Makes a price list for the tier below yours',
        description:
          'A new default takes the place of the one before. A repeat with the same name is refused, and names the list.',
        access: 'authenticated',
        body: PriceListBody,
        status: 201,
        response: PriceListOut,
        problems: ['forbidden', 'organization-not-found', 'price-list-exists'],
      },
      async ({ caller, body }, reply) => {
        const id = await desk.create(caller, body);
        reply.header('location', `/v1/price-lists/${id}`);
        return desk.seen(caller, id);
      },
    ),
    route(
      {
        method: 'get',
        path: '/v1/price-lists/{priceListId}',
        operationId: 'getPriceList',
        tag,
        summary: 'One of your price lists, with its rows and those that it inherits',
        access: 'authenticated',
        params: PriceListParams,
        status: 200,
        response: PriceListOut,
        problems: ['price-list-not-found'],
      },
      ({ caller, params }) => desk.seen(caller, params.priceListId),
    ),
    route(
      {
        method: 'put',
        path: '/v1/price-lists/{priceListId}',
        operationId: 'changePriceList',
        tag,
        summary: 'Sets name, parent, default, recommendation, and what becomes of losses',
        description:
          'Tells every price that another parent or default changes; ask with `dryRun=true` first. Prices below cost are marked, or refused if the list says so.',
        access: 'authenticated',
        params: PriceListParams,
        query: TellingQuery,
        body: SettingsBody,
        status: 200,
        response: PriceListSettingsChange,
        problems: [...problemsOfRows, 'price-list-exists'],
      },
      async ({ caller, params: { priceListId }, query, body }) => {
        const told = await desk.change(caller, priceListId, body, query);
        return { ...(await desk.seen(caller, priceListId)), ...told };
      },
    ),
    route(
      {
        method: 'post',
        path: '/v1/price-lists/{priceListId}/remove',
        operationId: 'removePriceList',
        tag,
        summary: 'Removes a price list, and tells every price that changes for its buyers',
        description:
          'Buyers that were bound to it buy by the default list then. What runs keeps the prices that it was sold at. Ask with `dryRun=true` first.',
        access: 'authenticated',
        params: PriceListParams,
        query: TellingQuery,
        status: 200,
        response: PriceListRemoval,
        problems: [
          'forbidden',
          'organization-not-found',
          'price-list-changed',
          'price-list-inherited',
          'price-list-not-found',
        ],
      },
      ({ caller, params, query }) => desk.remove(caller, params.priceListId, query),
    ),
    route(
      {
        method: 'put',
        path: '/v1/price-lists/{priceListId}/entries',
        operationId: 'setPriceListEntries',
        tag,
        summary: 'Replaces all rows of a price list, and tells every price that changes',
        description:
          'Ask with `dryRun=true` first: nothing is saved. Prices below cost are marked, or refused if the list says so. What runs keeps the prices that it was sold at.',
        access: 'authenticated',
        params: PriceListParams,
        query: TellingQuery,
        body: RowsBody,
        bodyLimitBytes: rowsLimitBytes,
        status: 200,
        response: PriceListChange,
        problems: problemsOfRows,
      },
      ({ caller, params, query, body }) =>
        desk.replaceRows(caller, params.priceListId, { rows: rowsFrom(body), rev: body.rev }, query),
    ),
    route(
      {
        method: 'post',
        path: '/v1/price-lists/{priceListId}/mark-up',
        operationId: 'markUpPriceList',
        tag,
        summary: 'Asks the same percentage on everything in the list, except in locked rows',
        description: 'Takes the place of all entries of each row that is not locked; mark-ups of cost lines stay.',
        access: 'authenticated',
        params: PriceListParams,
        query: TellingQuery,
        body: MarkUpBody,
        status: 200,
        response: PriceListChange,
        problems: problemsOfRows,
      },
      ({ caller, params, query, body }) => desk.markUp(caller, params.priceListId, body.percent, query),
    ),
    route(
      {
        method: 'put',
        path: '/v1/organizations/{organizationId}/price-list',
        operationId: 'bindPriceList',
        tag,
        summary: 'Binds one of your buyers to a price list, and tells every price that changes for it',
        description:
          'Later purchases are priced by it. What runs keeps the prices that it was sold at. Prices below cost are marked, or refused if the list says so.',
        access: 'authenticated',
        params: BuyerParams,
        query: BindingQuery,
        body: BindingBody,
        status: 200,
        response: BindingOut,
        problems: ['forbidden', 'organization-not-found', 'price-below-cost', 'price-list-not-found'],
      },
      async ({ caller, params: { organizationId }, query: { dryRun }, body: { priceListId } }) => ({
        ...{ organizationId, priceListId },
        ...(await desk.bind(caller, organizationId, priceListId, dryRun)),
      }),
    ),
  ];
};

/** An entry says its plan in the domain, and a part only if it has one. */
const rowsFrom = ({ rows }: RowsRequest): PriceListRow[] =>
  rows.map(({ entries, costEntries, components, ...row }) => ({
    ...row,
    ...(components.length === 0 ? {} : { components: components.map(ownFrom) }),
    ...(costEntries.length === 0 ? {} : { costEntries }),
    entries: entries.map(({ part, currency, ...entry }) => ({
      planId: row.planId,
      ...entry,
      ...(part === undefined ? {} : { part }),
      ...(currency === undefined ? {} : { currency }),
    })),
  }));
