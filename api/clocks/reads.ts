export type { ClockIntake as ClockWrites } from '../../db/clocks/clock-intake';
export type { ClockRecord, ClockView as ClockReads } from '../../db/clocks/clock-view';
