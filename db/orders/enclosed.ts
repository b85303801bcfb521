/** What came with the order of this alias, by its names in the order's own row. */
export const enclosedWith = (order: string): string => `
    coalesce((
      select enclosure.answers from order_enclosures enclosure
      where enclosure.order_id = ${order}.id and enclosure.request_hash = ${order}.request_hash
    ), '{}') as "answers"`;
