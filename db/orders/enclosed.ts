/** What came with the order of this alias. */
export const enclosedWith = (order: string): string => `
    coalesce(${ofOrder('answers', order)}, '{}') as "answers", coalesce(${ofOrder('accepted_terms', order)}, '[]') as "acceptedTerms"`;

const ofOrder = (column: string, order: string): string => `(
      select enclosure.${column} from order_enclosures enclosure
      where enclosure.order_id = ${order}.id and enclosure.request_hash = ${order}.request_hash
    )`;
