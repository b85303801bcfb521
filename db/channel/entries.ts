/** The entries of one plan in one list as JSON, `null` for none; the arguments are SQL expressions for their ids. */
export const entriesOf = (listId: string, planId: string): string => `
  select jsonb_agg(jsonb_build_object(
    'planId', entry.plan_id, 'component', entry.component, 'tier', entry.tier, 'kind', entry.kind,
    'value', cast(trim_scale(entry.value) as text)
  ) || case when entry.part is null then '{}' else jsonb_build_object('part', entry.part) end
  || case when entry.currency is null then '{}' else jsonb_build_object('currency', entry.currency) end
  order by entry.component, entry.tier, entry.part, entry.currency) as entries
  from price_list_entries entry where entry.price_list_id = ${listId} and entry.plan_id = ${planId}`;
