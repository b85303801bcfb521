import { isKeySeenAt } from '../../domain/channel/own-components';
import { onlyLevels, visibleLevels } from '../../domain/channel/visibility';
import { reachOf } from '../../domain/identity/permission';
import { mapPage } from '../page';
import type { Route } from '../route';
import { route } from '../route';
import { toPeriodResponse } from '../subscriptions/response';
import type { ProceedsReads } from './reads';
import { ProceedsPage, ProceedsQuery } from './schemas';

export interface ProceedsDeps {
  readonly proceeds: ProceedsReads;
}

export const proceedsRoutes = ({ proceeds }: ProceedsDeps): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/proceeds',
      operationId: 'listProceeds',
      tag: 'Proceeds',
      summary: 'Settled income, newest first, at your levels of the channel',
      access: 'authenticated',
      query: ProceedsQuery,
      status: 200,
      response: ProceedsPage,
    },
    async ({ caller, query: { limit, cursor, ...filter } }) => {
      const page = await proceeds.list(filter, reachOf(caller, 'proceeds.read'), { limit, cursor });
      // What a tier has added below is no income of the caller.
      const seen = page.items.filter((row) => isKeySeenAt(row.component, visibleLevels(caller, row)));
      return mapPage({ ...page, items: seen }, ({ gross, platformShare, ...row }) => {
        const levels = visibleLevels(caller, row);
        return {
          ...row,
          period: toPeriodResponse(row.period),
          amounts: onlyLevels(row.amounts, levels),
          ...(levels.includes('sellOut') ? { gross } : {}),
          ...(levels.includes('vendorCost') ? { platformShare } : {}),
        };
      });
    },
  ),
];
