export { type Changes, type ChangesOptions, createChanges, type SubscribeOptions } from './changes.ts'
export type { Remembering } from './memory.ts'
export type { Load, Presenters } from './presenters.ts'
export type { ChangeNote, RecordChange } from './record.ts'
