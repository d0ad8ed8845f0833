import { build } from './steps/build.ts'
import { conclude, stage, vitestStage } from './steps/stage.ts'
import { checkTypes, lint } from './steps/static.ts'

await build()
const setUpSeconds = (Date.now() - Number(process.env['PAGEREEL_STARTED_AT'] ?? Date.now())) / 1000

process.exit(
  conclude(
    [await stage('types', checkTypes), await stage('lint', lint), await vitestStage('unit', ['shared', 'server', 'extension', 'checks'])],
    setUpSeconds,
  ),
)
