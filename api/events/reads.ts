export type { EventView as EventReads } from '../../db/events/event-view';
