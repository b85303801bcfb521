import type { ServerResponse } from 'node:http';

const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '500': (response) => void response.writeHead(500).end(),
  '429': (response) => void response.writeHead(429, { 'retry-after': '1' }).end(),
  redirect: (response) => void response.writeHead(302, { location: '/elsewhere' }).end(),
  // The caller has to give up by itself.
  hang: () => undefined,
};

/** Lets the vendor misbehave for its next events, so that one can watch the marketplace cope. */
export const createMischief = () => {
  let mode = '';
  let left = 0;
  return {
    /** @throws Error when the order is not understood */
    order: (body: string): void => {
      const asked = JSON.parse(body) as { mode?: unknown; events?: unknown };
      if (typeof asked.mode !== 'string' || !Object.hasOwn(answers, asked.mode)) {
        throw new Error(`mode is one of ${Object.keys(answers).join(', ')}`);
      }
      mode = asked.mode;
      left = Number(asked.events ?? 1);
    },
    /** @returns whether the event was answered badly, and is not to be taken */
    disturb: (response: ServerResponse): boolean => {
      if (!(left > 0)) return false;
      left -= 1;
      answers[mode]?.(response);
      return true;
    },
  };
};
