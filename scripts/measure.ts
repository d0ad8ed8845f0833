import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from './steps/build.ts'
import { fail, ROOT, run } from './steps/command.ts'
import { ensureFfmpeg } from './steps/ffmpeg.ts'
import { cacheModels } from './steps/models.ts'

const directory = join(ROOT, 'tests', 'bench')
const [name, ...rest] = process.argv.slice(2)
const names = readdirSync(directory)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => basename(file, '.ts'))
if (name === undefined || !existsSync(join(directory, `${name}.ts`))) fail(`Which benchmark? npm run bench -- ${names.join('|')}`)

await ensureFfmpeg()
await Promise.all([build(), cacheModels()])
process.exit(await run('node', [join(directory, `${name}.ts`), ...rest]))
