/** Tells the real time as an instant; composition roots hand it in, so that tests can hand in another. */
export type RealClock = () => string;

export const realClock: RealClock = () => new Date().toISOString();
