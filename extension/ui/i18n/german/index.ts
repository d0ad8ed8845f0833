import type { Texts } from '../english/index.ts'
import { composer } from './composer.ts'
import { gallery } from './gallery.ts'
import { looks } from './looks.ts'
import { money } from './money.ts'
import { problems } from './problems.ts'
import { reel } from './reel.ts'
import { shell } from './shell.ts'

export const german: Texts = { ...shell, ...composer, ...gallery, ...looks, ...money, ...problems, ...reel }
