import type { ResolvedClip } from 'shared/wire'
import type { AttemptRow } from '../db/index.ts'
import type { MadeFile } from './attempts.ts'
import type { Work } from './work.ts'

/** A clip in the hands of one walk. */
export type ClipWork = Work<ResolvedClip>

/** What a workshop made: a blob that an earlier walk has stored already, or a file that is still to be stored. */
export type MadeClip =
  | { readonly stored: MadeFile; readonly temporary: null }
  | {
      readonly stored: null
      readonly temporary: AsyncDisposable
      readonly path: string
      readonly how: Omit<MadeFile, 'video'>
      readonly attempt: AttemptRow
    }
