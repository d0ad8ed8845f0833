export type {
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
