import type { Knex } from 'knex';
import { columns, preparedRows } from '../rows';

export interface ClockRecord {
  readonly id: string;
  readonly name: string;
  readonly now: string;
  /** Where it is going; where it stands when it is ready. */
  readonly target: string;
  readonly state: 'ready' | 'advancing';
  /** The sandbox organization that lives on it. */
  readonly organizationId: string | null;
  /** Of that organization: months are counted on its calendar. */
  readonly zone: string;
}

export interface ClockView {
  find(clockId: string): Promise<ClockRecord | undefined>;
}

export const createClockView = (knex: Knex): ClockView => ({
  find: async (clockId) => (await preparedRows<ClockRecord>(knex, 'clock', oneClock, [clockId]))[0],
});

const oneClock = `
  select ${columns('c', ['id', 'name', 'now', 'target', 'state'])},
    organization.id as "organizationId", coalesce(organization.zone, 'UTC') as "zone"
  from test_clocks c
  left join organizations organization on organization.test_clock_id = c.id
  where c.id = ?`;
