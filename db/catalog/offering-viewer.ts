import type { Reach } from '../../domain/identity/permission';
import { seenBelow } from './audience';
import type { Condition } from './offering-filter';

/** Who looks at offerings. */
export interface Viewer extends Reach {
  /** Price lists by which plans are excluded for the viewer, each with those that it inherits from, the nearest first. */
  readonly excludedBy?: readonly (readonly string[])[];
}

const forViewer = seenBelow(
  'o',
  'select unnest(cast(? as uuid[])) union select organization_id from projects where id = any (cast(? as uuid[]))',
);
const isOwn = 'o.vendor_id = any (cast(? as uuid[]))';

/** What somebody may see: what is active and for them, and in any state what is their own. */
export const visibleTo = ({ all, organizationIds, projectIds }: Reach): Condition[] =>
  all
    ? []
    : [
        {
          sql: `(o.state = 'active' and ${forViewer} or ${isOwn})`,
          values: [organizationIds, projectIds, organizationIds],
        },
      ];

/**
 * The same in parts that have nothing in common: what is for everybody, which is nearly all and known to an index; what is
 * for the viewer; and what only its vendor sees.
 */
export const visibleParts = ({ all, organizationIds, projectIds }: Reach): readonly Condition[][] => {
  if (all) return [[]];
  const reach = [organizationIds, projectIds];
  const own = { sql: `${isOwn} and not (o.state = 'active' and ${forViewer})`, values: [organizationIds, ...reach] };
  return [
    [{ sql: `o.state = 'active' and o.visibility = 'public'`, values: [] }],
    [{ sql: `o.state = 'active' and o.visibility in ('groups', 'private') and ${forViewer}`, values: reach }],
    ...(organizationIds.length === 0 ? [] : [[own]]),
  ];
};

/** An offering of whose plans every one is excluded is hidden; a vendor sees its own all the same. */
export const notExcluded = ({ organizationIds, excludedBy = [] }: Viewer): Condition[] => {
  if (excludedBy.length === 0) return [];
  const isExcluded = excludedBy.map(() => excludedIn).join(' or ');
  return [
    {
      sql: `(${isOwn} or exists (${sold} and not (${isExcluded})) or not exists (${sold}))`,
      values: [organizationIds, ...excludedBy],
    },
  ];
};

const sold = `select from plans p where p.offering_id = o.id and p.state = 'published'`;

/** The row that counts is that of the nearest list which knows the plan. */
const excludedIn = `
  (
    select coalesce(own.visibility, 'priced')
    from unnest(cast(? as uuid[])) with ordinality list (id, depth)
    left join price_list_rows own on own.price_list_id = list.id and own.plan_id = p.id
    where own.plan_id is not null
      or exists (select from price_list_entries entry where entry.price_list_id = list.id and entry.plan_id = p.id)
    order by list.depth limit 1
  ) is not distinct from 'excluded'`;
