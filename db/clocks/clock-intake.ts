import type { Knex } from 'knex';
import { DomainError } from '../../domain/errors';
import { rowsOf } from '../rows';

interface NewClock {
  readonly id: string;
  readonly name: string;
  readonly organizationId: string;
  readonly now: string;
}

export interface ClockIntake {
  /**
   * Puts a sandbox organization on a clock of its own.
   * @throws DomainError `forbidden` unless it is a sandbox that has neither a clock nor a subscription yet
   */
  create(clock: NewClock): Promise<void>;
}

export const createClockIntake = (knex: Knex): ClockIntake => ({
  create: ({ id, name, organizationId, now }) =>
    knex.transaction(async (trx) => {
      const [organization] = await rowsOf<Candidate>(trx, candidate, [organizationId]);
      const refusal = refusalOf(organization);
      if (refusal !== undefined) throw new DomainError('forbidden', refusal, { organizationId });
      await trx.raw(`insert into test_clocks (id, name, now, target, state) values (?, ?, ?, ?, 'ready')`, [
        id,
        name,
        now,
        now,
      ]);
      await trx.raw('update organizations set test_clock_id = ? where id = ?', [id, organizationId]);
    }),
});

interface Candidate {
  readonly sandbox: boolean;
  readonly testClockId: string | null;
  readonly isUsed: boolean;
}

// The lock lets one of two requests see what the other has done.
const candidate = `
  select o.sandbox, o.test_clock_id as "testClockId",
    exists (select from subscriptions s where s.customer_id = o.id) as "isUsed"
  from organizations o where o.id = ? for no key update`;

const refusalOf = (organization: Candidate | undefined): string | undefined => {
  if (organization?.sandbox !== true) return 'only a sandbox organization lives on a test clock';
  if (organization.testClockId !== null) return 'the organization has a test clock';
  return organization.isUsed ? 'the organization has subscriptions, which live on the real clock' : undefined;
};
