import type { Instant } from '../time';

// Without a calendar, so that workflows need not hold one: each cached workflow has its own copy of what it imports.

/** `at + milliseconds`. */
export const later = (at: Instant, milliseconds: number): Instant =>
  new Date(Date.parse(at) + milliseconds).toISOString();

/** Milliseconds from one instant to another. */
export const elapsed = (from: Instant, to: Instant): number => Date.parse(to) - Date.parse(from);
