import { openBrowser, printSteps } from './steps/browser.ts'
import { build } from './steps/build.ts'
import { fail } from './steps/command.ts'
import { ensureFfmpeg } from './steps/ffmpeg.ts'
import { ensureModels } from './steps/models.ts'
import { startBackend } from './steps/server.ts'

await ensureFfmpeg()
await Promise.all([build(), ensureModels()])
const backend = await startBackend().catch((error: Error) =>
  fail(`The backend did not start (exit code ${error.message}); why stands above.`),
)
const browser = await openBrowser(backend)
if (browser === null) printSteps()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    browser?.kill('SIGTERM')
    backend.process.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
  })
const code = await backend.ended
browser?.kill('SIGTERM')
process.exit(code)
