/** Longest wait for a plugin that answers at once, inside a local activity. */
export const atOnceMs = 4_000;

/** Where local activities wait for another workflow's answer. */
export interface WaitingRoom {
  readonly isFull: () => boolean;
  readonly wait: <T>(forAnswer: () => Promise<T>) => Promise<T>;
}

/**
 * Who waits keeps a workflow task of this worker, and the workflow that is waited for needs one too. With few places
 * there is always room for those that answer; who finds none does not wait, and hears of the end later.
 */
export const createWaitingRoom = (places: number): WaitingRoom => {
  let taken = 0;
  return {
    isFull: () => taken >= places,
    wait: async (forAnswer) => {
      taken += 1;
      try {
        return await forAnswer();
      } finally {
        taken -= 1;
      }
    },
  };
};
