import type { CameraMove } from 'shared/camera'
import type { Lighting } from 'shared/strategy'
import type { Arc } from 'shared/wire'

/** What a beat does for the story. */
export type Role = 'hook' | 'setup' | 'turn' | 'proof' | 'detail' | 'feeling' | 'close'

/** One step of an arc. In its texts `{name}` is what the story is about, in short; in titles `{opening}` is what the person says first. */
export interface Beat {
  readonly role: Role
  /** Its share of the film, against those of the other beats. */
  readonly share: number
  /** Which beats stay when there are fewer segments than beats: 1 stays longest. */
  readonly rank: number
  /** The first for its first shot, and so on. */
  readonly cameras: readonly CameraMove[]
  readonly lighting: Lighting
  /** How its last shot goes over into the next beat. */
  readonly join: 'cut' | 'dissolve' | 'fade' | 'wipe' | 'slide' | 'zoom' | 'whip' | 'through_black'
  /** What is seen; a beat of several segments goes through them. */
  readonly shots: readonly string[]
  /** What stands on the screen in place of each shot where there is nothing to show but words. */
  readonly titles: readonly string[]
  /** What is said, longest first; the first that can be said in time is taken. */
  readonly says: readonly string[]
}

export interface ArcPlan {
  readonly arc: Arc
  /** 0..100, for music and looks. */
  readonly mood: number
  /** Words of a prompt that ask for this arc, in English and German. */
  readonly words: RegExp
  readonly beats: readonly Beat[]
}
