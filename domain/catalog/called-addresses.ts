import type { OfferingEntry } from './catalog-file';

/** An address that offerings have this installation call, and where it stands in their file. */
export interface CalledAddress {
  readonly url: string;
  readonly pointer: string;
}

/** Every address of a file that this installation calls; those that people open in a browser are not among them. */
export const calledAddresses = (file: readonly OfferingEntry[]): CalledAddress[] =>
  file.flatMap(({ orderForm, orderCheck, state }, at) => {
    // An archived one is frozen, and asks nothing.
    if (state === 'archived') return [];
    const fields = orderForm.flatMap(({ choicesUrl: url }, field) =>
      url === undefined ? [] : [{ url, pointer: `/offerings/${at}/orderForm/${field}/choicesUrl` }],
    );
    const check = orderCheck === null ? [] : [{ url: orderCheck.url, pointer: `/offerings/${at}/orderCheck/url` }];
    return [...fields, ...check];
  });
