import { bundle } from './bundle';
import { catalogImport } from './catalog-import';
import { catalogSearch } from './catalog-search';
import { printMachine } from './figure';
import { memory } from './memory';
import { orderRead } from './order-read';
import { ordersList } from './orders-list';
import { pricing } from './pricing';
import { firstAnswer, purchases } from './purchases';
import { quoteHttp } from './quote-http';
import type { Stack } from './stack';
import { startStack } from './stack';

/** In the order in which they run: the many orders of the lists would be in the way of the others. */
const benches: Readonly<Record<string, (stack: Stack) => Promise<void>>> = {
  bundle,
  'price-lines': pricing,
  'quote-http': quoteHttp,
  'first-answer': firstAnswer,
  'purchase-full': purchases('full'),
  'purchase-instant': purchases('instant'),
  memory,
  'orders-list': ordersList,
  'order-read': orderRead,
  'catalog-import': catalogImport,
  'catalog-search': catalogSearch,
};

const chosen = (asked: readonly string[]) => {
  const unknown = asked.filter((name) => !(name in benches));
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: choose among ${Object.keys(benches).join(', ')}`);
  return Object.entries(benches).filter(([name]) => asked.length === 0 || asked.includes(name));
};

/** Prints the figures that are asked for by name, or all. Run by `bin/bench.js`, which starts the servers. */
const main = async (): Promise<void> => {
  const asked = chosen(process.argv.slice(2));
  const stack = await startStack(process.env);
  try {
    await describeMachine(stack);
    for (const [, bench] of asked) await bench(stack);
  } finally {
    await stack.stop();
  }
};

const describeMachine = async ({ pool, client, env }: Stack): Promise<void> => {
  const { rows } = await pool.query<{ server_version: string }>('show server_version');
  const { serverVersion } = await client.workflowService.getSystemInfo({});
  printMachine(
    { postgres: rows[0]?.server_version ?? '', temporal: serverVersion },
    { logLevel: env['LOG_LEVEL'], poolMax: Number(env['DATABASE_POOL_MAX'] ?? 10) },
  );
};

main().catch((error: unknown) => {
  console.error(error);
  // What was started before the failure ends with this process.
  process.exit(1);
});
