import type { Knex } from 'knex';
import { DomainError } from '../../domain/errors';
import type { LoginRecord } from './login-view';

export interface LoginIntake {
  /**
   * Links a login to a user; the same again changes nothing.
   * @throws DomainError `login-taken` when it is another user's, `user-not-found`
   */
  link(login: LoginRecord): Promise<void>;
  /** Takes a login from its user. @returns whether there was one */
  unlink(login: Pick<LoginRecord, 'issuer' | 'subject' | 'userId'>): Promise<boolean>;
}

export const createLoginIntake = (knex: Knex): LoginIntake => ({
  link: ({ issuer, subject, userId, linkedBy, linkedAt }) =>
    knex.transaction(async (trx) => {
      const user: unknown = await trx('users').where({ id: userId }).first('id');
      if (user === undefined) throw new DomainError('user-not-found', 'there is no such user');
      const row = { issuer, subject, user_id: userId, linked_by: linkedBy, linked_at: linkedAt };
      await trx('user_logins').insert(row).onConflict(['issuer', 'subject']).ignore();
      const mine: unknown = await trx('user_logins').where({ issuer, subject, user_id: userId }).first('issuer');
      if (mine === undefined) throw new DomainError('login-taken', 'the login belongs to another user');
    }),
  unlink: ({ issuer, subject, userId }) =>
    knex.transaction(
      async (trx) => (await trx('user_logins').where({ issuer, subject, user_id: userId }).delete()) > 0,
    ),
});
