export { openStorage } from './open-storage.ts'
export type { ByteRange, Storage, TemporaryFile } from './storage.ts'
