import { billing } from './billing';
import { createCast } from './cast';
import { ending } from './ending';
import { play } from './narrator';
import type { Plot } from './purchase';
import { purchase } from './purchase';

// One purchase from the catalog to the last invoice, played over the API alone by the people of the demo market. Every
// step may be repeated, so a story that was interrupted goes on where it was.

const main = async (): Promise<void> => {
  const cast = createCast();
  const plot: Plot = { planId: '', orderId: '', subscriptionId: '', activatedAt: '' };
  const steps = [...purchase(cast, plot), ...billing(cast, plot), ...ending(cast, plot)];
  const hasNews = await play(steps, (line) => console.log(line));
  if (!hasNews) console.log('           the demo story was played by an earlier start');
};

main().catch((error: unknown) => {
  console.error(`the demo story failed at ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
