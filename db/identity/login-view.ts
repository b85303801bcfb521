import type { Knex } from 'knex';
import { columns, rowsOf } from '../rows';

/** Under which subject an OpenID provider knows a user. */
export interface LoginRecord {
  readonly issuer: string;
  readonly subject: string;
  readonly userId: string;
  readonly linkedBy: string;
  readonly linkedAt: string;
}

export interface LoginView {
  /** The logins of a user: a handful, in the order in which they were linked. */
  list(userId: string): Promise<readonly LoginRecord[]>;
}

export const createLoginView = (knex: Knex): LoginView => ({
  list: (userId) => rowsOf<LoginRecord>(knex, ofUser, [userId]),
});

const ofUser = `
  select ${columns('l', ['issuer', 'subject', 'userId', 'linkedBy', 'linkedAt'])}
  from user_logins l where l.user_id = ? order by l.linked_at, l.issuer, l.subject limit 100`;
