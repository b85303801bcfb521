import type { Ending } from './endings';
import { createEndings } from './endings';
import { decideFloorOrder, floorWorkflowIds, submitFloorOrder } from './floor/drive';
import type { Stack } from './stack';

/** `full`: an approver decides and a vendor reports. `instant`: neither is needed. */
export type Kind = 'full' | 'instant';

/** One way to purchase: ours over HTTP, or the floor's bare workflows. */
export interface Purchaser {
  /** Until the order is stored and answered. */
  readonly submit: (kind: Kind) => Promise<string>;
  /** Until it is carried out: the subscription runs and is invoiced. */
  readonly purchase: (kind: Kind) => Promise<string>;
  readonly workflowIdsOf: (id: string) => Promise<string[]>;
}

const orderEnded = `
  select id, state = 'done' as ok from orders where id = any ($1) and state not in ('pending-consumer', 'executing')`;
const floorEnded = `select purchase_id as id, true as ok from floor where purchase_id = any ($1) and step = 'done'`;

export const createOurs = ({ api, pool, market }: Stack): Purchaser => {
  const ended: Ending = createEndings(pool, 'orders that ended', orderEnded);
  const { keys, projectId, planIds, quantities } = market;
  const submit = async (kind: Kind): Promise<string> => {
    const key = kind === 'full' ? keys.buyer : keys.approver;
    const order = { kind: 'purchase', projectId, planId: planIds[kind], quantities };
    const { id } = await api.post<{ readonly id: string }>(key, '/v1/orders', order);
    return id;
  };
  return {
    submit,
    purchase: async (kind) => {
      const id = await submit(kind);
      if (kind === 'full') await api.post(keys.approver, `/v1/orders/${id}/decisions`, { verdict: 'approve' });
      await ended(id);
      return id;
    },
    workflowIdsOf: async (id) => {
      const { rows } = await pool.query<{ subscription_id: string; run_id: string }>(
        `select subscriptions.id as subscription_id, syndication_runs.id as run_id
         from subscriptions join syndication_runs on syndication_runs.subscription_id = subscriptions.id
         where subscriptions.order_id = $1`,
        [id],
      );
      return [
        `order/${id}`,
        ...rows.flatMap((row) => [`subscription/${row.subscription_id}`, `syndication/${row.run_id}`]),
      ];
    },
  };
};

export const createFloor = ({ client, pool }: Stack): Purchaser => {
  const ended: Ending = createEndings(pool, 'bare purchases that ended', floorEnded);
  return {
    submit: (kind) => submitFloorOrder(client, kind === 'full'),
    purchase: async (kind) => {
      const id = await submitFloorOrder(client, kind === 'full');
      if (kind === 'full') await decideFloorOrder(client, id);
      await ended(id);
      return id;
    },
    workflowIdsOf: (id) => Promise.resolve(floorWorkflowIds(id)),
  };
};
