import type { Report } from '../../domain/syndication/run';
import { columns } from '../rows';

/** A stored report, under the names of its fields. */
export const reportColumns = columns('report', [
  ...['reportId', 'kind', 'message', 'percent', 'resourceRef', 'reportedAt'],
]);

export const reportOf = ({ reportId, kind, message, percent, resourceRef, reportedAt }: Report): Report => ({
  reportId,
  kind,
  message,
  percent,
  resourceRef,
  reportedAt,
});
