import { build } from './steps/build.ts'
import { ensureChromium } from './steps/chromium.ts'
import { fail } from './steps/command.ts'
import { contractStage } from './steps/contract.ts'
import { e2eStage } from './steps/e2e.ts'
import { ensureFfmpeg } from './steps/ffmpeg.ts'
import { cacheModels } from './steps/models.ts'
import { checkQuickly } from './steps/quickly.ts'
import { conclude, scriptStage } from './steps/stage.ts'

await ensureFfmpeg()
const chromium = await ensureChromium()
if (chromium === null) fail('npm test needs Chromium: install it (or set CHROMIUM_PATH to one) and try again.')
await Promise.all([build(), cacheModels()])
const setUpSeconds = (Date.now() - Number(process.env['PAGEREEL_STARTED_AT'] ?? Date.now())) / 1000

process.exit(
  conclude(
    [
      ...(await checkQuickly()),
      await contractStage(),
      await e2eStage({ chromium }),
      await scriptStage('chaos', 'tests/chaos/main.ts', ['--short']),
      await scriptStage('matrix', 'tests/matrix/main.ts', ['--short']),
    ],
    setUpSeconds,
  ),
)
