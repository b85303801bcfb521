import type { FormField } from '../../domain/catalog/order-form';

/** A question for a line of text, unless said otherwise. */
export const field = (fields: Partial<FormField>): FormField => ({
  key: 'name',
  label: 'A name',
  type: 'text',
  ...fields,
});
