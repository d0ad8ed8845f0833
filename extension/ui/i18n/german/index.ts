import type { Texts } from '../english/index.ts'
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

export const german: Texts = {
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
}
