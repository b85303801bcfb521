import type { Client } from '@temporalio/client';
import { ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { createReportRelay } from '../../../api/syndication/report-relay';
import type { Report } from '../../../domain/syndication/run';
import { createLogger } from '../../../platform/logger';

const report: Report = {
  reportId: 'r1',
  kind: 'deployed',
  message: null,
  percent: null,
  resourceRef: 'crm-1',
  reportedAt: '2026-12-01T00:00:00.000Z',
};

const create = (signal: (workflowId: string) => Promise<void>, stored: readonly Report[] = []) => {
  const done: string[] = [];
  let waiting = [...stored];
  const relay = createReportRelay({
    client: {
      withDeadline: (_: number, call: () => Promise<unknown>) => call(),
      workflow: { getHandle: (id: string) => ({ signal: () => signal(id) }) },
    } as unknown as Client,
    inbox: {
      unsignalled: () => {
        const claimed = waiting.map((one) => ({ runId: 'run', report: one }));
        waiting = [];
        return Promise.resolve(claimed);
      },
      markSignalled: (runId, reportId) => Promise.resolve(void done.push(`signalled ${runId} ${reportId}`)),
      park: (runId, reportId) => Promise.resolve(void done.push(`parked ${runId} ${reportId}`)),
    },
    log: createLogger({ level: 'silent', name: 'test' }),
  });
  return { relay, done };
};

describe('createReportRelay', () => {
  it("tells the run's workflow, then marks the report", async () => {
    const told: string[] = [];
    const { relay, done } = create((id) => Promise.resolve(void told.push(id)));
    relay.relay('run', report);
    await relay.close();
    expect([told, done]).toEqual([['syndication/run'], ['signalled run r1']]);
  });

  it('parks a report whose run has closed', async () => {
    const { relay, done } = create(() =>
      Promise.reject(new WorkflowNotFoundError('gone', 'syndication/run', undefined)),
    );
    relay.relay('run', report);
    await relay.close();
    expect(done).toEqual(['parked run r1']);
  });

  it('leaves a report for later while Temporal is away', async () => {
    const away = Object.assign(new Error('x'), { code: 14, metadata: {} });
    const { relay, done } = create(() => Promise.reject(new ServiceError('away', { cause: away })));
    relay.relay('run', report);
    await relay.close();
    expect(done).toEqual([]);
  });

  it('sweeps up what was stored but never relayed', async () => {
    const { relay, done } = create(() => Promise.resolve(), [report, { ...report, reportId: 'r2' }]);
    relay.start();
    await new Promise((resolve) => setTimeout(resolve, 1_700));
    await relay.close();
    expect(done).toEqual(['signalled run r1', 'signalled run r2']);
  });
});
