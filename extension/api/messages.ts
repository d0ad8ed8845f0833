import { defineExtensionMessaging } from '@webext-core/messaging'
import type { BytesRung } from 'shared/page'

/** Asks the page reader of a frame for the bytes of one address. */
export interface ReadPictureRequest {
  readonly rung: Extract<BytesRung, 'page-fetch' | 'canvas' | 'inline'>
  readonly url: string
  readonly maximumBytes: number
}

export type ReadPictureReply =
  | { readonly ok: true; readonly blob: Blob }
  | { readonly ok: false; readonly reason: 'blocked' | 'http-error' | 'too-large' | 'tainted' | 'failed'; readonly status?: number }

/**
 * Everything that is said between the parts of the extension, panel to page only: what a page says comes as the return value of an injected
 * script. A message is answered by one listener only, so no type may ever be listened to in two contexts of one target.
 */
interface Messages {
  readPicture(request: ReadPictureRequest): ReadPictureReply
}

export const { sendMessage, onMessage } = defineExtensionMessaging<Messages>()
