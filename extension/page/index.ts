export { collectImages } from './collect.ts'
export { setupCommands, setupContextMenus, setupToolbar, type EntranceBrowser } from './entrances.ts'
export { setupFrameReader } from './frame.ts'
export { setupBytesReader } from './frame-bytes.ts'
export { intentStore, type IntentStore } from './intents.ts'
export { readFacts } from './read-facts.ts'
export { readPicture } from './picture.ts'
export { createPageReader } from './reader.ts'
export { candidateFromAddress, picturesFromTransfer } from './transfer.ts'
export type {
  FactsReply,
  GrabbedPicture,
  GrabReply,
  HandedPicture,
  PageIntent,
  PageReader,
  PageRefusal,
  PageTarget,
  PickReply,
  PictureMime,
  RungFailure,
  ScanReply,
} from './types.ts'
