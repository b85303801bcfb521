import { DomainError } from '../errors';
import type { Instant, PlainDate } from '../time';
import { dateIn } from '../time';

export const projectStates = ['upcoming', 'open', 'ended', 'archived'] as const;

/** Where a project stands on a day; only an open one buys. */
export type ProjectState = (typeof projectStates)[number];

/** What says when a project is open. Both days belong to it; without one it is open on that side. */
export interface ProjectTerm {
  readonly startsOn: PlainDate | null;
  readonly endsOn: PlainDate | null;
  readonly archivedAt: Instant | null;
}

/**
 * Where a project stands at an instant, by the days of its organization's zone.
 * @throws DomainError `time-invalid`, `zone-unknown`
 */
export const projectState = (
  { startsOn, endsOn, archivedAt }: ProjectTerm,
  at: Instant,
  zone: string,
): ProjectState => {
  if (archivedAt !== null) return 'archived';
  if (startsOn === null && endsOn === null) return 'open';
  const today = dateIn(at, zone);
  if (startsOn !== null && today < startsOn) return 'upcoming';
  return endsOn !== null && today > endsOn ? 'ended' : 'open';
};

/**
 * Nothing is bought before a project's first day or after its last one. What runs in it can be terminated at any time.
 * @throws DomainError `project-not-open` with the state
 */
export const checkProjectOpen = (term: ProjectTerm, at: Instant, zone: string): void => {
  const state = projectState(term, at, zone);
  if (state === 'open') return;
  const { startsOn, endsOn } = term;
  throw new DomainError('project-not-open', 'the project does not buy at present', { state, startsOn, endsOn });
};

/**
 * A project has a day at least.
 * @throws DomainError `end-before-start`
 */
export const checkTerm = ({ startsOn, endsOn }: Pick<ProjectTerm, 'startsOn' | 'endsOn'>): void => {
  if (startsOn !== null && endsOn !== null && endsOn < startsOn)
    throw new DomainError('end-before-start', 'a project ends on its first day or later', { startsOn, endsOn });
};
