/** What a refusal by the rules looks like, for `toThrow`. */
export const refusal = (code: string, details?: Readonly<Record<string, unknown>>): Error =>
  expect.objectContaining({ name: 'DomainError', code, ...(details === undefined ? {} : { details }) }) as Error;
