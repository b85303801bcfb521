import type { OrderCheck } from '../../domain/catalog/settings';
import { DomainError } from '../../domain/errors';
import { RequestProblem } from '../request-problem';
import { readVerdict } from './answers';
import type { VendorCalls } from './calls';
import { VendorCallError } from './calls';

/** A purchase as a vendor is asked about it: no secret answer, which is for an order that is taken, and no price. */
export interface CheckedOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly projectId: string;
  readonly offeringId: string;
  readonly planId: string;
  readonly currency: string;
  readonly quantities: Readonly<Record<string, string>>;
  readonly answers: object;
}

/**
 * Asks a vendor whether it takes a purchase.
 * @throws DomainError `order-refused-by-vendor`; RequestProblem `order-check-unavailable` unless the vendor wants orders then
 */
export const checkWithVendor = async (
  vendors: Pick<VendorCalls, 'ask'>,
  vendorId: string,
  { url, whenUnavailable }: OrderCheck,
  order: CheckedOrder,
): Promise<void> => {
  const question = { vendorId, url, id: order.orderId, body: { type: 'ORDER', kind: 'purchase', ...order } };
  const places = await vendors.ask(question, readVerdict).catch((error: unknown) => {
    if (!(error instanceof VendorCallError)) throw error;
    if (whenUnavailable === 'accept') return [];
    throw unavailable(error);
  });
  if (places.length === 0) return;
  throw new DomainError('order-refused-by-vendor', 'the vendor does not take this order', {}, places);
};

const unavailable = ({ fault, message }: VendorCallError): RequestProblem =>
  new RequestProblem('order-check-unavailable', `the vendor could not be asked about the order: ${message}`, {
    details: { fault },
    headers: { 'retry-after': '3' },
  });
