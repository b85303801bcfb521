import type { KeyUseIntake } from '../../db/identity/key-use-intake';
import type { RealClock } from '../../platform/clock';
import type { Logger } from '../../platform/logger';

export interface KeyUsesDeps {
  readonly intake: KeyUseIntake;
  readonly now: RealClock;
  readonly log: Logger;
  readonly writeEveryMs?: number;
}

export interface KeyUses {
  /** Notes that a key was used; costs no write. */
  note(keyId: string): void;
  /** Begins to write down what was noted, now and then. */
  start(): void;
  /** Writes down what is left. */
  close(): Promise<void>;
}

/** Remembers which keys were used, and writes it down together: a write with every request would cost more than a read. */
export const createKeyUses = ({ intake, now, log, writeEveryMs = 30_000 }: KeyUsesDeps): KeyUses => {
  let noted = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;

  const write = async (): Promise<void> => {
    const uses = [...noted].map(([keyId, at]) => ({ keyId, at }));
    if (uses.length === 0) return;
    noted = new Map();
    try {
      await intake.note(uses);
    } catch (error) {
      // They are noted again with the next use; nothing but this column depends on it.
      log.warn({ err: error }, 'last uses of keys not written');
    }
  };

  const next = (): void => {
    timer = setTimeout(() => void write().then(next), writeEveryMs);
    timer.unref();
  };

  return {
    note: (keyId) => void noted.set(keyId, now()),
    start: next,
    close: async () => {
      clearTimeout(timer);
      await write();
    },
  };
};
