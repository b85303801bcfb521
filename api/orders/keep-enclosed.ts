import { DomainError } from '../../domain/errors';
import { refusalOf } from '../temporal-failure';
import type { Enclosure, EnclosureWrites } from './reads';

/**
 * Keeps what comes with an order before it is handed over, so that no order is ever without it. An order that is refused leaves
 * nothing behind; where nobody knows whether it was, what was kept waits for the order, and then for the sweep.
 */
export const createKeepEnclosed =
  (enclosures: Pick<EnclosureWrites, 'keep' | 'drop'>) =>
  async (enclosure: Enclosure | undefined, handOver: () => Promise<unknown>): Promise<void> => {
    if (enclosure !== undefined) await enclosures.keep(enclosure);
    try {
      await handOver();
    } catch (error) {
      // When the database is away as well, the sweep finds it later: the refusal is what the caller has to know.
      if (enclosure !== undefined && isRefusal(error)) await enclosures.drop(enclosure).catch(() => undefined);
      throw error;
    }
  };

const isRefusal = (error: unknown): boolean => error instanceof DomainError || refusalOf(error) !== undefined;
