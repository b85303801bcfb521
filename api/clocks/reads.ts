export interface ClockRecord {
  readonly id: string;
  readonly name: string;
  readonly now: string;
  /** Where it is going; where it stands when it is ready. */
  readonly target: string;
  readonly state: 'ready' | 'advancing';
  /** The sandbox organization that lives on it. */
  readonly organizationId: string | null;
  /** Of that organization: months are counted on its calendar. */
  readonly zone: string;
}

export interface ClockReads {
  find(clockId: string): Promise<ClockRecord | undefined>;
}

export interface ClockWrites {
  /**
   * Only for a sandbox organization that has no clock and no subscription yet.
   * @throws DomainError
   */
  create(clock: {
    readonly id: string;
    readonly name: string;
    readonly organizationId: string;
    readonly now: string;
  }): Promise<void>;
}
