/** What a step has to tell. */
export interface Told {
  readonly text: string;
  /** Whether it did something: false when an earlier start had done it already, absent when it only looked. */
  readonly isNew?: boolean;
}

/** What an earlier start has done, or another one meanwhile. */
export const doneBefore: Told = { text: 'done before', isNew: false };

export interface Step {
  readonly title: string;
  readonly act: () => Promise<Told>;
}

/**
 * Plays the steps in order and prints a line for each, with the time that it took. Steps that an earlier start has played
 * are repeated in silence: they change nothing, and the next ones need what they find.
 * @returns whether anything was new
 */
export const play = async (steps: readonly Step[], print: (line: string) => void): Promise<boolean> => {
  const width = Math.max(...steps.map(({ title }) => title.length));
  let looks: string[] = [];
  let isResumed = false;
  let hasNews = false;
  for (const { title, act } of steps) {
    const began = performance.now();
    const { text, isNew } = await named(title, act);
    const ms = Math.round(performance.now() - began);
    looks.push(`${String(ms).padStart(6)} ms  ${title.padEnd(width)}  ${text}`);
    if (isNew === false && !hasNews) {
      isResumed = true;
      looks = [];
    }
    if (isNew === true && !hasNews) {
      hasNews = true;
      if (isResumed) print('           the story goes on where it was');
    }
    if (hasNews) looks.splice(0).forEach(print);
  }
  return hasNews;
};

const named = async (title: string, act: Step['act']): Promise<Told> => {
  try {
    return await act();
  } catch (error) {
    throw new Error(`${title}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
};
