import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const directory = fileURLToPath(new URL('../server/motion/kernel/', import.meta.url))
const output = join(directory, 'build', 'kernel.wasm')
const SECTION = 'sources'

/** The sources' hash travels inside the binary, in a custom section, so that one file says what it was made from. */
function sourceHash() {
  const names = readdirSync(directory).filter((name) => name.endsWith('.ts') || name === 'asconfig.json')
  const hash = createHash('sha256')
  const manifest = readFileSync(fileURLToPath(new URL('../package.json', import.meta.url)), 'utf8')
  hash.update(manifest.match(/"assemblyscript": "[^"]+"/)?.[0] ?? '')
  for (const name of names.sort())
    hash
      .update(name)
      .update('\0')
      .update(readFileSync(join(directory, name)))
      .update('\0')
  return hash.digest('hex')
}

function builtHash() {
  try {
    const [section] = WebAssembly.Module.customSections(new WebAssembly.Module(readFileSync(output)), SECTION)
    return section === undefined ? null : Buffer.from(section).toString('latin1')
  } catch {
    return null
  }
}

/** A custom section (WebAssembly core specification 5.5.3): id 0, size, name, content. Every size here fits one LEB128 byte. */
function customSection(name, content) {
  const body = Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.from(content)])
  return Buffer.concat([Buffer.from([0, body.length]), body])
}

async function build() {
  const hash = sourceHash()
  if (builtHash() === hash) return 'fresh'
  const asc = await import('assemblyscript/asc')
  let binary = null
  let messages = ''
  const { error } = await asc.main(['index.ts', '--config', 'asconfig.json', '--outFile', 'kernel.wasm'], {
    readFile: (name) => {
      try {
        return readFileSync(join(directory, name), 'utf8')
      } catch {
        return null
      }
    },
    writeFile: (_name, content) => {
      binary = content
    },
    listFiles: () => [],
    stderr: {
      write: (text) => {
        messages += text
      },
    },
  })
  if (error !== null || binary === null) throw new Error(`the kernel does not compile:\n${messages}`)
  mkdirSync(join(directory, 'build'), { recursive: true })
  const temporary = `${output}.${process.pid}.wasm`
  writeFileSync(temporary, Buffer.concat([Buffer.from(binary), customSection(SECTION, hash)]))
  renameSync(temporary, output)
  return 'built'
}

async function report() {
  try {
    if ((await build()) === 'built') process.stdout.write('The motion kernel is compiled.\n')
    return true
  } catch (problem) {
    process.stderr.write(`${problem instanceof Error ? problem.message : String(problem)}\n`)
    return false
  }
}

if (!(await report())) process.exitCode = 1
if (process.argv.includes('--watch')) {
  let timer = null
  watch(directory, (_event, name) => {
    if (name === null || !(name.endsWith('.ts') || name.endsWith('.json'))) return
    clearTimeout(timer)
    timer = setTimeout(() => void report(), 100)
  })
}
