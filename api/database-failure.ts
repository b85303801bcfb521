// SQLSTATE classes and codes of a Postgres that is away: connection lost, shutting down, starting up, too many clients.
const away = /^(08|57P0[123]|53300|25006)/;
const socketCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH']);
// Knex writes the statement in front of what the driver said.
const messages =
  /(^| - )(Connection (terminated|ended)|Knex: Timeout acquiring a connection|timeout expired|Client .* not queryable$)/;

/** True when Postgres is away for the moment: the same query may work later. */
export const isDatabaseAway = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  // A host with several addresses gives one error for each.
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return away.test(code) || socketCodes.has(code) || messages.test(error.message);
};
