import { build } from './steps/build.ts'
import { checkQuickly } from './steps/quickly.ts'
import { conclude } from './steps/stage.ts'

await build()
const setUpSeconds = (Date.now() - Number(process.env['PAGEREEL_STARTED_AT'] ?? Date.now())) / 1000

process.exit(conclude(await checkQuickly(), setUpSeconds))
