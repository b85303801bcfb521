import { DomainError } from '../../domain/errors';
import { agrees } from './agrees';
import { kinds } from './kinds';
import type { Kind, WorkedCase } from './worked-case';

/** A case that did not come out as expected, or could not be run. */
export interface Failure {
  readonly id: string;
  readonly reason: string;
  readonly given?: unknown;
  readonly expected?: unknown;
  readonly got?: unknown;
}

/** The kind that answers a case, if there is one. */
const kindOf = ({ kind, given }: WorkedCase): Kind | undefined =>
  kinds.find((each) => each.kind === kind && (each.having === null || Object.hasOwn(given, each.having)));

/** Runs one case against the rules. @returns how it failed, `undefined` if it passed */
export const runCase = (worked: WorkedCase): Failure | undefined => {
  const { id, given, expect: expected } = worked;
  const kind = kindOf(worked);
  if (kind === undefined) return { id, reason: `no rule answers cases of kind ${worked.kind}`, given };
  const got = answerOf(kind, worked);
  return agrees(expected, got) ? undefined : { id, reason: 'something else came out', given, expected, got };
};

const answerOf = (kind: Kind, worked: WorkedCase): Readonly<Record<string, unknown>> => {
  try {
    return kind.answer(worked as never);
  } catch (error) {
    if (error instanceof DomainError) return { error: error.code };
    return { thrown: error instanceof Error ? error.message : String(error) };
  }
};
