/** Where work waits: workflows and quick database work on `core`, calls to vendors on `vendor`, so a slow vendor starves nobody. */
export const taskQueues = { core: 'core', vendor: 'vendor' } as const;
