import type { Api } from './api';

/** What the marketplace asks for. The run's id is the event's id. */
export interface Job {
  readonly runId: string;
  readonly verb: 'provision' | 'terminate';
  readonly subscriptionId: string;
}

interface Subscription {
  readonly id: string;
  readonly offeringName: string;
  readonly quantities: Readonly<Record<string, string>>;
}

interface Run {
  readonly id: string;
  readonly verb: Job['verb'];
  readonly subscriptionId: string;
}

/**
 * Carries a job out and reports it. Done twice it changes nothing: what is set is set again to the same, and a report is
 * known by its id.
 */
export const carryOut = async (api: Api, job: Job): Promise<void> => {
  const subscription = await api.get<Subscription>(`/v1/subscriptions/${job.subscriptionId}`);
  if (job.verb === 'provision') await provision(api, job, subscription);
  else await terminate(api, job, subscription);
};

const provision = async (api: Api, { runId }: Job, subscription: Subscription): Promise<void> => {
  const workspace = workspaceOf(subscription);
  const seats = subscription.quantities['seats'] ?? '1';
  await report(api, runId, { kind: 'progress', percent: 50, message: `workspace ${workspace} made` });
  await api.put(`/v1/subscriptions/${subscription.id}/endpoints`, [
    { url: `https://${workspace}.crm.example`, description: 'Team CRM in the browser', category: 'application' },
    { url: `https://${workspace}.crm.example/api`, description: 'Its API', category: 'api' },
  ]);
  await api.put(`/v1/subscriptions/${subscription.id}/instructions`, {
    en: `Open the address and log in with your e-mail. ${seats} people can work in it.`,
    de: `Adresse öffnen und mit der E-Mail anmelden. ${seats} Personen können darin arbeiten.`,
  });
  await report(api, runId, { kind: 'deployed', resourceRef: workspace });
};

const terminate = async (api: Api, { runId }: Job, subscription: Subscription): Promise<void> => {
  await report(api, runId, { kind: 'progress', percent: 50, message: 'data exported' });
  await api.put(`/v1/subscriptions/${subscription.id}/endpoints`, []);
  await report(api, runId, { kind: 'undeployed', resourceRef: workspaceOf(subscription) });
};

const workspaceOf = ({ id }: Subscription): string => `team-${id.slice(0, 8)}`;

interface Report {
  readonly kind: 'progress' | 'deployed' | 'undeployed';
  readonly percent?: number;
  readonly message?: string;
  readonly resourceRef?: string;
}

const report = async (api: Api, runId: string, content: Report): Promise<void> => {
  await api.post(`/v1/syndication-runs/${runId}/reports`, { reportId: `${runId}-${content.kind}`, ...content });
};

/** The jobs that still wait for a report: how a vendor that was down finds what it has missed. */
export const openJobs = async (api: Api): Promise<readonly Job[]> => {
  const { items } = await api.get<{ items: readonly Run[] }>('/v1/syndication-runs?state=awaiting-report&limit=100');
  return items.map(({ id, verb, subscriptionId }) => ({ runId: id, verb, subscriptionId }));
};
