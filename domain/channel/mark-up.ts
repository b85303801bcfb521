import type { Big, DecimalText } from '../decimal';
import { decimal } from '../decimal';

/** What a tier makes of the price above it: a `percentage` on it, or a `value`, which is the price itself. */
export interface MarkUp {
  readonly kind: 'percentage' | 'value';
  readonly value: DecimalText;
}

/**
 * `next = percentage ? previous × (1 + p/100) : value`, at full precision (`product.md` §5).
 * @throws DomainError `decimal-invalid`
 */
export const markedUp = (above: Big, markUp: MarkUp | null): Big => {
  if (markUp === null) return above;
  const value = decimal(markUp.value);
  return markUp.kind === 'value' ? value : above.times(value.times('0.01').plus('1'));
};
