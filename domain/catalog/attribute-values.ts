import { isDecimalText } from '../decimal';
import type { AttributeValue, AttributeValues, CategoryAttribute } from './category';
import type { RefuseAt } from './refusal';

/**
 * Refuses values that a category's attributes do not have.
 * @param isComplete whether what is required has to be there, as it has to be of what is for sale
 */
export const checkAttributes = (
  attributes: readonly CategoryAttribute[],
  values: AttributeValues,
  isComplete: boolean,
  refuse: RefuseAt,
): void => {
  const known = new Map(attributes.map((attribute) => [attribute.key, attribute]));
  for (const [key, value] of Object.entries(values)) {
    const attribute = known.get(key);
    const wrong = attribute === undefined ? 'is no attribute of the category' : misfit(attribute, value);
    if (wrong !== undefined) refuse(`/${key}`, wrong);
  }
  for (const { key, required, default: otherwise } of isComplete ? attributes : []) {
    if (required && otherwise === null && !Object.hasOwn(values, key)) refuse(`/${key}`, 'is required by the category');
  }
};

/** Why a value is none of an attribute; `undefined` for one that is. */
export const misfit = ({ kind, options }: CategoryAttribute, value: AttributeValue): string | undefined => {
  const isOption = (key: unknown): boolean => options.some((option) => option.key === key);
  const optionKeys = options.map(({ key }) => key).join(', ');
  switch (kind) {
    case 'text':
      return typeof value === 'string' ? undefined : 'is not text';
    case 'number':
      return typeof value === 'string' && isDecimalText(value) ? undefined : 'is not a number';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'is neither true nor false';
    case 'choice':
      return isOption(value) ? undefined : `is not one of ${optionKeys}`;
    case 'choices':
      return isSeveral(value) && value.every(isOption) ? undefined : `is not a list of ${optionKeys}, each once`;
  }
};

const isSeveral = (value: AttributeValue): value is readonly string[] =>
  Array.isArray(value) && new Set(value).size === value.length;
