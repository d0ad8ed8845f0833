export { createBackend, fileNameOf, type BackendOptions } from './backend.ts'
export type {
  Backend,
  DownloadFormat,
  DownloadRequest,
  PictureUpload,
  StreamHandlers,
  StreamState,
} from './backend-types.ts'
export { backendBase, connectionStore, DEFAULT_BASE, lockStorage, preferencesStore, type Connection, type Preferences } from './connection.ts'
export { onMessage, sendMessage, type ReadPictureReply, type ReadPictureRequest } from './messages.ts'
export { pair, pairFromLink, type PairingPorts } from './pairing.ts'
export type { Failure, Reply } from './reply.ts'
export { stored, type StorageArea, type Stored } from './stored.ts'
export { isRecord } from './read.ts'
