import { composer } from './composer.ts'
import { film } from './film.ts'
import { gallery } from './gallery.ts'
import { looks } from './looks.ts'
import { money } from './money.ts'
import { problems } from './problems.ts'
import { reel } from './reel.ts'
import { reelParts } from './reel-parts.ts'
import { segment } from './segment.ts'
import { shell } from './shell.ts'

/** The reference language: its keys are the keys there are. */
export const english = {
  ...shell,
  ...composer,
  ...gallery,
  ...looks,
  ...money,
  ...problems,
  ...reel,
  ...segment,
  ...reelParts,
  ...film,
} as const

/** The same keys with any text. A language that lacks one does not compile. */
export type Texts<T = typeof english> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> }
