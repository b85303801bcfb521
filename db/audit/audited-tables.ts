import type { Knex } from 'knex';
import { rowsOf } from '../rows';

const itself = 'is the trail';
const facts = 'is only added to, and tells who added it';
const history = 'has changes of its own, with what was before and after';
const workflows = 'is written by workflows, and events tell what happened';

/** Tables whose rows leave no changes in the audit trail, and why; every other table's do. */
export const unaudited: Readonly<Record<string, string>> = {
  audit_changes: itself,
  audit_entries: itself,
  bundle_purchases: facts,
  catalog_imports: facts,
  catalog_revisions: 'only counts changes of what is listed',
  category_changes: facts,
  events: facts,
  invoice_counters: workflows,
  invoices: workflows,
  offering_attachment_changes: facts,
  order_enclosures: 'is sealed with the order',
  organization_group_changes: facts,
  plan_prices: facts,
  proceeds: workflows,
  provisioning_reports: facts,
  quotes: facts,
  usage_records: facts,
  usage_totals: 'is the sum of usage records',
  categories: history,
  category_group_members: history,
  category_groups: history,
  offering_attachments: history,
  offerings: history,
  organization_group_members: history,
  organization_groups: history,
  plans: history,
  coupon_redemptions: workflows,
  discount_redemptions: workflows,
  orders: workflows,
  subscriptions: workflows,
  syndication_runs: workflows,
};

/** Has every table tell its changes that is not one of those above; a new table cannot be forgotten. */
export const auditTables = async (knex: Knex): Promise<void> => {
  const tables = await rowsOf<{ readonly name: string }>(knex, untold, [Object.keys(unaudited)]);
  for (const { name } of tables) {
    await knex.raw(
      'create or replace trigger audited after insert or update or delete on ?? for each row execute function audit_change()',
      [name],
    );
  }
};

const untold = `
  select t.relname as name from pg_class t join pg_namespace n on n.oid = t.relnamespace
  where n.nspname = 'public' and t.relkind in ('r', 'p') and not t.relispartition and t.relname not like 'knex\\_%'
    and t.relname <> all (cast(? as text[]))
    and not exists (select from pg_trigger where tgrelid = t.oid and tgname = 'audited')
  order by t.relname`;
