import { type Outcome, refuse } from 'shared/wire'
import type { Storage } from '../storage/index.ts'
import type { KeptFiles } from './attempts.ts'

/** Whether everything that an earlier walk has kept is in the storage still. */
export async function areThere({ storage }: { readonly storage: Storage }, { files }: KeptFiles): Promise<boolean> {
  for (const { sha256, bytes } of files) if ((await storage.size(sha256)) !== bytes) return false
  return true
}

/** For a result that is gone from the storage and cannot be made again. */
export function goneResult(): Outcome<never> {
  return refuse('media_invalid', 'What was made is no longer in the storage.', { retryable: true, action: 'retry' })
}
