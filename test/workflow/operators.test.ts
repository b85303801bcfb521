import type { Client } from '@temporalio/client';
import type { Actors } from '../support/actors';
import { createActors } from '../support/actors';
import { visibleTextsOf } from '../support/histories';
import type { Stage } from '../support/workflow-stage';
import { openStage } from '../support/workflow-stage';
import { orderWorkflowId } from '../../workflows/orders/contract';
import { searchAttributes } from '../../workflows/search-attributes';
import { subscriptionWorkflowId } from '../../workflows/subscriptions/contract';
import { syndicationWorkflowId } from '../../workflows/syndication/contract';

const instant = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;

const attributesOf = async (client: Client, workflowId: string) => {
  const { typedSearchAttributes } = await client.workflow.getHandle(workflowId).describe();
  return Object.fromEntries(
    Object.values(searchAttributes).map((key) => [key.name, typedSearchAttributes.get(key) ?? null]),
  );
};

describe('what operators see', () => {
  let stage: Stage;
  let actors: Actors;

  beforeAll(async () => {
    stage = await openStage();
    actors = await createActors(stage);
  });
  afterAll(() => stage.close());

  it('of an order: who has to decide, since when and until when', async () => {
    const product = await actors.product();
    const order = actors.purchase(product);
    await actors.submit(order);
    const id = orderWorkflowId(order.id);
    expect(id).toBe(`order/${order.id}`);
    expect(await attributesOf(stage.client, id)).toEqual({
      OrgId: actors.market.customerId,
      VendorId: product.vendorId,
      OfferingId: product.offeringId,
      OrderState: 'pending-consumer',
      SubscriptionState: null,
      NextDueAt: null,
      NeedsAttention: null,
    });
    const details = await actors.untilDetails(id, /pending-consumer/);
    expect(details).toContain(
      `**Waits for** an approver of the customer since ${order.placedAt}, until ${order.deadlineAt}`,
    );
    expect(await visibleTextsOf(stage.client, id)).toEqual([
      'purchase of Team CRM',
      'store the order',
      `decision by the customer, until ${order.deadlineAt}`,
    ]);
    await actors.decide(order.id, 'reject');
    expect(await attributesOf(stage.client, id)).toMatchObject({ OrderState: 'rejected' });
  });

  it('of a subscription: its state and when its period turns', async () => {
    const order = await actors.activate(await actors.product());
    const id = subscriptionWorkflowId(order.subscriptionId);
    // The row is written before the attributes.
    const details = await actors.untilDetails(id, /active/);
    const { NextDueAt: due, ...attributes } = await attributesOf(stage.client, id);
    expect(attributes).toMatchObject({ OrgId: actors.market.customerId, SubscriptionState: 'active' });
    expect(details).toContain(`next turn ${(due as Date).toISOString()}`);
    const texts = await visibleTextsOf(stage.client, id);
    expect(texts[0]).toBe(`subscription of webhook, order ${order.id}`);
    expect(texts).toContain(`period turn due ${(due as Date).toISOString()}`);
  });

  it('of a syndication run: that its vendor has to report, since when and until when', async () => {
    const order = await actors.buy(await actors.product());
    const runId = await actors.runOf(order.subscriptionId, 'provision');
    await actors.untilRun(runId, 'awaiting-report');
    const id = syndicationWorkflowId(runId);
    expect(await actors.untilDetails(id, /report/)).toMatch(
      new RegExp(String.raw`\*\*Waits for the vendor's report\*\* since ${instant}, until ${instant}`),
    );
    const texts = await visibleTextsOf(stage.client, id);
    expect(texts[0]).toBe(`provision subscription ${order.subscriptionId} by webhook`);
    expect(texts).toContain('send the event to the vendor');
    expect(texts).toContainEqual(
      expect.stringMatching(new RegExp(`^waiting for vendor report, reminder at ${instant}$`)),
    );
    await actors.report(runId, 'failed');
    await actors.untilOrder(order.id, 'failed');
    expect(await attributesOf(stage.client, id)).toMatchObject({ NeedsAttention: true });
  });

  it('filters lists of workflows', async () => {
    const product = await actors.product({ plugin: 'manual' });
    const order = actors.purchase(product);
    await actors.submit(order);
    const query = `OfferingId = '${product.offeringId}' AND OrderState = 'pending-consumer'`;
    expect(await actors.untilListed(query)).toEqual([orderWorkflowId(order.id)]);
  });
});
