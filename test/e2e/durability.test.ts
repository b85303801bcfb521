import { createStory, castOf, readBooks } from '../support/story';
import { pause } from '../support/api';
import type { Stack } from '../support/stack';
import { startStack } from '../support/stack';

type Books = Awaited<ReturnType<typeof readBooks>>;

/** Plays the whole story on an installation of its own; `disturb` runs before each step. */
const play = async (name: string, disturb: (step: string, stack: Stack) => Promise<void>): Promise<Books> => {
  const stack = await startStack(name);
  try {
    const cast = castOf(stack.apiUrl, stack.env['ENTREPOT_KEYS_FILE'] ?? '');
    const { steps } = createStory(cast, (step) => `${name}-${step}`);
    for (const [step, act] of steps) {
      // The disturbance falls before, at and shortly after the beginning of the step.
      await Promise.all([disturb(step, stack), act()]);
    }
    return await readBooks(cast.platform);
  } finally {
    await stack.stop();
  }
};

describe('the story', () => {
  let undisturbed: Books;

  beforeAll(async () => {
    undisturbed = await play('undisturbed', () => Promise.resolve());
  }, 180_000);

  it('books thirteen invoices under gapless numbers, and a row for every charged component of every period', () => {
    const numbers = undisturbed.invoices.map((invoice) => Number(String(JSON.parse(invoice).number).split('-')[1]));
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, at) => at + 1));
    expect(undisturbed.invoices).toHaveLength(13);
    expect(undisturbed.proceeds).toHaveLength(1 + 13 * 2 + 1);
  });

  it('ends with the same books when the worker is killed before every step', async () => {
    const books = await play('worker-killed', async (_, { worker }) => {
      await worker.kill();
      await worker.restart();
    });
    expect(books).toEqual(undisturbed);
  }, 300_000);

  it('ends with the same books when the worker is killed in the middle of every step', async () => {
    const books = await play('worker-killed-late', async (_, { worker }) => {
      await pause(40);
      await worker.kill();
      await worker.restart();
    });
    expect(books).toEqual(undisturbed);
  }, 300_000);

  it('ends with the same books when the API is killed in the middle of a request', async () => {
    const books = await play('api-killed', async (_, { api }) => {
      await pause(15);
      await api.kill();
      await api.restart();
    });
    expect(books).toEqual(undisturbed);
  }, 300_000);

  it('ends with the same books when Temporal and Postgres are killed and started again', async () => {
    const victims: Record<string, 'temporal' | 'postgres'> = {
      decide: 'temporal',
      active: 'postgres',
      month: 'postgres',
      year: 'temporal',
      agree: 'postgres',
    };
    const books = await play('servers-killed', async (step, stack) => {
      const victim = victims[step];
      if (victim === undefined) return;
      await pause(30);
      await stack[victim].kill();
      await stack[victim].restart();
    });
    expect(books).toEqual(undisturbed);
  }, 300_000);

  it.each(['500', '429', 'hang', 'redirect', 'down'])(
    'ends with the same books when the vendor is %s for its first three events',
    async (mode) => {
      const books = await play(`vendor-${mode}`, async (step, { vendor, vendorUrl }) => {
        if (step !== 'decide') return;
        if (mode === 'down') {
          await vendor.kill();
          await pause(4_000);
          await vendor.restart();
        } else {
          await fetch(`${vendorUrl}/control`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ mode, events: 3 }),
          });
        }
      });
      expect(books).toEqual(undisturbed);
    },
    300_000,
  );
});
