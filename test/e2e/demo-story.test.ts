import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { run } from '../../bin/launcher/processes.js';
import type { Stack } from '../support/stack';
import { startStack } from '../support/stack';
import { castOf } from '../support/story';

const story = join(__dirname, '../../dist/demo/story.js');

describe('the demo story', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack('demo-story');
  }, 120_000);
  afterAll(() => stack.stop(), 60_000);

  const play = (env = stack.env) => run(process.execPath, [story], { env, cwd: stack.home });

  /** Kills the story as soon as it has told anything. */
  const playAndKill = async (): Promise<string> => {
    const child = spawn(process.execPath, [story], { env: stack.env, stdio: ['ignore', 'pipe', 'inherit'] });
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString('utf8');
      child.kill('SIGKILL');
    });
    await once(child, 'close');
    return told;
  };

  it('comes to its end although it is killed after every step', async () => {
    // The line of the last step may be lost with the process that had just done it.
    const isAtEnd = (told: string) => /for Ada to decide|played by an earlier start/.test(told);
    let told = '';
    for (let kills = 0; !isAtEnd(told) && kills < 40; kills += 1) told += await playAndKill();
    expect(told.match(/the story goes on where it was/g)?.length).toBeGreaterThan(5);
    const { code, output } = await play();
    expect({ code, line: output.trim() }).toEqual({ code: 0, line: 'the demo story was played by an earlier start' });
    const { approver } = castOf(stack.apiUrl, stack.env['ENTREPOT_KEYS_FILE'] ?? '');
    expect((await approver.get('/v1/orders')).body.items).toHaveLength(4);
    expect((await approver.get('/v1/invoices')).body.items).toHaveLength(15);
  }, 180_000);

  it('does nothing more when it was played', async () => {
    const before = await stack.client.workflow.count();
    expect(await play()).toMatchObject({ code: 0 });
    expect((await stack.client.workflow.count()).count).toBe(before.count);
  }, 60_000);

  it('fails with the words of the problem when it is refused', async () => {
    const { code, output } = await play({ ...stack.env, PUBLIC_URL: `${stack.apiUrl}/nowhere` });
    expect(code).toBe(1);
    expect(output).toContain('find: GET /v1/offerings?search=CRM&limit=1 was refused: 404');
  }, 60_000);
});
