import { DomainError } from '../../domain/errors';
import type { Caller } from '../auth';

/**
 * What a key with limits could use to get rid of them: another key, another way in.
 * @throws DomainError `api-key-limited`
 */
export const checkUnlimited = ({ permissions, credential }: Caller): void => {
  if (permissions === undefined && (credential?.scopeIds ?? null) === null) return;
  throw new DomainError('api-key-limited', 'the key of this request has limits');
};
