export type {
  Backend,
  DownloadFormat,
  DownloadRequest,
  PictureUpload,
  StreamHandlers,
  StreamState,
} from './backend-types.ts'
export { backendBase, connectionStore, DEFAULT_BASE, lockStorage, preferencesStore, type Connection, type Preferences } from './connection.ts'
export type { Failure, Reply } from './reply.ts'
export { type StorageArea, type Stored } from './stored.ts'
