export { createBackend, fileNameOf, type BackendOptions } from './backend.ts'
export type { Adoption, Backend, DownloadFormat, DownloadRequest, PictureUpload, StreamHandlers, StreamState } from './backend-types.ts'
export {
  backendBase,
  type Connection,
  connectionStore,
  DEFAULT_BASE,
  lockStorage,
  type Preferences,
  preferencesStore,
} from './connection.ts'
export { onMessage, sendMessage, type ReadPictureReply, type ReadPictureRequest } from './messages.ts'
export { pair, pairFromLink, type PairingPorts } from './pairing.ts'
export type { Failure, Reply } from './reply.ts'
export { stored, type StorageArea, type Stored } from './stored.ts'
export { isRecord } from './read.ts'
export type { FileUpload, NewTake, StoryBackend, StoryEdit } from './story-types.ts'
export { type Heard, type Watched, watched } from './watched.ts'
