/**
 * An offering that is for some organizations is seen by each of them, and by all who sell to it: by whoever stands above
 * it. It names organizations by their ids and groups by their keys; no key of a group is an id.
 * @param offering alias of the offering
 * @param viewers selects the ids of the organizations that look
 */
export const seenBelow = (offering: string, viewers: string): string =>
  seen(
    offering,
    `with recursive below as (
       select id from organizations where id in (${viewers})
       union
       select lower.id from organizations lower join below on lower.parent_id = below.id
     ) ${namesOf('below')}`,
  );

/** The same for one organization that buys: what its own buyers may see does not count. @param buyer its id */
export const seenBy = (offering: string, buyer: string): string =>
  seen(offering, `with own as (select ${buyer} as id) ${namesOf('own')}`);

const seen = (offering: string, names: string): string =>
  `(${offering}.visibility = 'public' or jsonb_exists_any(${offering}.details -> 'visibleTo', array(${names})))`;

const namesOf = (organizations: string): string => `
  select cast(id as text) from ${organizations}
  union all
  select distinct member.group_key from organization_group_members member
  join ${organizations} on ${organizations}.id = member.organization_id`;
