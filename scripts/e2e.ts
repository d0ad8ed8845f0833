import { build } from './steps/build.ts'
import { ensureChromium } from './steps/chromium.ts'
import { fail } from './steps/command.ts'
import { e2eStage } from './steps/e2e.ts'
import { ensureFfmpeg } from './steps/ffmpeg.ts'
import { cacheModels } from './steps/models.ts'
import { conclude } from './steps/stage.ts'

await ensureFfmpeg()
const chromium = await ensureChromium()
if (chromium === null) fail('npm run e2e needs Chromium: install it (or set CHROMIUM_PATH to one) and try again.')
await Promise.all([build(), cacheModels()])
process.exit(conclude([await e2eStage({ chromium, whole: true })], 0))
