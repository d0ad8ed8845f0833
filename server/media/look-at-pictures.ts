import type { Point } from 'shared/camera'
import type { Problem } from 'shared/wire'
import sharp from 'sharp'
import { inTransaction, type AssetRow, type Clock, type Db } from '../db/index.ts'
import type { Storage } from '../storage/index.ts'
import { findFocus } from './find-focus.ts'
import type { Look } from './intake.ts'
import { keepDepth, readBox, readSubject, type KnownSubject } from './subject-rows.ts'
import type { Subject, Subjects } from './subjects/index.ts'

/** Below this side, in pixels, there is nothing to cut out. */
const LEAST_SIDE = 64

/** What could not be found, and why; the picture is used without it. */
export interface Trouble {
  readonly what: 'subject' | 'depth'
  readonly problem: Problem
}

interface Rooms {
  readonly db: Db
  readonly storage: Storage
  readonly clock: Clock
  /** Null: pictures are not looked at. */
  readonly subjects: Subjects | null
  readonly onTrouble: (trouble: Trouble) => void
}

/** How the library has pictures looked at. Nothing of it ever fails: what cannot be found is left out, and told. */
export interface PictureLooks {
  /** For pictures that are taken in. */
  look(signal: AbortSignal): Look
  /** For a picture that was taken in before; nothing where it was looked at already. */
  lookAgain(row: AssetRow, signal: AbortSignal): Promise<Subject | undefined>
  /** What is known of a user's picture, its depth found where that can be. */
  read(userId: string, assetId: string, signal: AbortSignal): Promise<KnownSubject | null>
  /** What a picture file is about, as shares of its sides: the middle of its subject where one is found, else the point that draws the eye. */
  pointOf(path: string, signal: AbortSignal): Promise<Point>
}

export function createPictureLooks({ db, storage, clock, subjects, onTrouble }: Rooms): PictureLooks {
  const look: PictureLooks['look'] = (signal) => async (picture) => {
    if (subjects?.available().ok !== true || Math.min(picture.width, picture.height) < LEAST_SIDE) return undefined
    const found = await subjects.find(picture.path, signal)
    if (found.ok) return found.value
    if (found.problem.code !== 'cancelled') onTrouble({ what: 'subject', problem: found.problem })
    return undefined
  }

  const depthOf = async (sha256: string, signal: AbortSignal): Promise<string | null> => {
    if (subjects === null || subjects.depthAvailable() === null) return null
    const found = await storage.withLocalFile(sha256, (path) => subjects.findDepth(path, signal))
    if (found.ok) {
      await inTransaction(db, (tx) => keepDepth(tx, sha256, found.value, clock()))
      return found.value
    }
    if (found.problem.code !== 'cancelled') onTrouble({ what: 'depth', problem: found.problem })
    return null
  }

  return {
    look,
    pointOf: async (path, signal) => {
      const { width, height } = await sharp(path).metadata()
      const box = (await look(signal)({ path, width, height }))?.box ?? null
      return box === null ? await findFocus(path) : { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    },
    lookAgain: async ({ blob_sha256: sha256, type, width, height }, signal) => {
      if (type !== 'image' || width === null || height === null || subjects?.available().ok !== true) return undefined
      if ((await readBox(db, sha256)).looked || (await storage.size(sha256)) === null) return undefined
      return storage.withLocalFile(sha256, (path) => look(signal)({ path, width, height }))
    },
    read: async (userId, assetId, signal) => {
      const known = await readSubject(db, userId, assetId)
      if (known === null) return null
      const { box, mask } = known
      const depth = known.depth ?? (await depthOf(known.sha256, signal))
      return box === null && depth === null ? null : { box, mask, depth }
    },
  }
}
