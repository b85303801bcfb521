import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Api } from './api';
import { createApi } from './api';
import { readBody, verifiedJob } from './inbox';
import { keyOf, setting } from './keys';
import { createMischief } from './mischief';
import type { Job } from './provisioning';
import { carryOut, openJobs } from './provisioning';

// The demo vendor: a process of its own that knows nothing of the marketplace but its public API, as any vendor's would.
// docs/vendors.md walks through it.

/** How often it looks for jobs whose event it took but did not finish, since it was stopped in between. */
const lookEveryMs = 3_000;

const say = (text: string): void => console.log(`${new Date().toISOString()} ${text}`);

/** Works jobs off, each once at a time. */
const createWorkshop = (api: Api) => {
  const underWay = new Set<string>();

  const begin = (job: Job): void => {
    if (underWay.has(job.runId)) return;
    underWay.add(job.runId);
    say(`${job.verb} ${job.subscriptionId} (run ${job.runId})`);
    carryOut(api, job)
      .then(() => say(`reported run ${job.runId}`))
      // The run still waits: the next look finds it again.
      .catch((error: unknown) => say(`run ${job.runId} not carried out: ${String(error)}`))
      .finally(() => underWay.delete(job.runId));
  };

  const catchUp = async (): Promise<void> => {
    try {
      for (const job of await openJobs(api)) begin(job);
    } catch (error) {
      say(`open runs not read: ${String(error)}`);
    }
    setTimeout(() => void catchUp(), lookEveryMs);
  };

  return { begin, catchUp };
};

const main = (): void => {
  const { key, webhookSecret } = keyOf('vendor');
  if (webhookSecret === undefined) throw new Error("the vendor's key has no webhook secret");
  const api = createApi({ url: setting('PUBLIC_URL'), key, patienceMs: 600_000 });
  const workshop = createWorkshop(api);
  const mischief = createMischief();

  const takeEvent = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    if (mischief.disturb(response)) return;
    const job = verifiedJob(webhookSecret, request.headers, body);
    // Answer first, work later: whoever is slow to answer is asked again.
    response.writeHead(204).end();
    workshop.begin(job);
  };

  const takeOrder = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    mischief.order(await readBody(request));
    response.writeHead(204).end();
  };

  const health = (_: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
    return Promise.resolve();
  };

  const pages: Readonly<Record<string, typeof takeEvent>> = {
    'POST /events': takeEvent,
    'POST /control': takeOrder,
    'GET /healthz': health,
    'GET /readyz': health,
  };

  const server = createServer((request, response) => {
    const page = pages[`${request.method ?? ''} ${request.url ?? ''}`];
    if (page === undefined) {
      response.writeHead(404).end();
      return;
    }
    page(request, response).catch((error: unknown) => {
      say(`request refused: ${String(error)}`);
      if (!response.headersSent) response.writeHead(400).end();
    });
  });
  server.listen(Number(setting('VENDOR_PORT')), '127.0.0.1', () => say('listens'));
  void workshop.catchUp();

  // Unfinished work is found again at the next start.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
};

main();
