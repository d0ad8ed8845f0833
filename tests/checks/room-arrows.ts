import { posix } from 'node:path'
import { isNode, nodesOf, type SyntaxNode } from './source.ts'

/** The rooms from top to bottom: an arrow points down only, never to a room of its own line. */
const LINES: readonly (readonly string[])[] = [
  ['extension/entrypoints', 'server/main.ts', 'wxt.config.ts'],
  ['server/composition'],
  ['extension/composer', 'extension/gallery', 'extension/reel', 'extension/settings', 'server/http'],
  ['extension/page', 'extension/player', 'server/jobs'],
  ['server/storyboards', 'server/accounts'],
  ['server/providers', 'server/motion', 'server/audio'],
  ['server/media', 'server/vision', 'server/drawing'],
  ['server/changes', 'server/security', 'extension/api', 'extension/ui'],
  ['server/storage', 'server/db'],
  ['server/config'],
]
const SHARED = ['wire', 'camera', 'captions', 'money', 'page', 'progress', 'story', 'strategy'].map((name) => `shared/${name}`)
const PAGE_SCRIPT = /^wxt\/utils\/define-(unlisted|content)-script$/

export interface Imported {
  readonly specifier: string
  /** Whether nothing of it is left when types are stripped. */
  readonly typeOnly: boolean
}

/** Everything a file imports: statically, by re-export, dynamically, and as a type in place. */
export function importsOf(tree: SyntaxNode): readonly Imported[] {
  return nodesOf(tree).flatMap((node) => {
    const specifier = literalOf(node['source'])
    if (specifier === null) return []
    const typeOnly = node['importKind'] === 'type' || node['exportKind'] === 'type' || node.type === 'TSImportType'
    return [{ specifier, typeOnly }]
  })
}

/** What the imports of one file break, one sentence each. */
export function brokenArrows(file: string, tree: SyntaxNode): readonly string[] {
  const imports = importsOf(tree)
  const from = roomOf(file)
  const isPageScript = from === 'extension/page' || imports.some(({ specifier }) => PAGE_SCRIPT.test(specifier))
  return imports.flatMap((imported) => {
    const reason = fault(from, file, imported, isPageScript)
    return reason === null ? [] : [`${file} imports ${imported.specifier}: ${reason}`]
  })
}

/** How many imports of a file lead to another room. */
export function arrowsOf(file: string, tree: SyntaxNode): number {
  const targets = importsOf(tree).map(({ specifier }) => targetOf(file, specifier))
  return targets.filter((target) => target !== null && roomOf(target) !== roomOf(file)).length
}

function fault(from: string, file: string, { specifier, typeOnly }: Imported, isPageScript: boolean): string | null {
  const target = targetOf(file, specifier)
  if (target === null) return packageFault(from, specifier)
  const to = roomOf(target)
  if (lineOf(from) === null) return `${from} is not on the list of rooms`
  if (to === from) return null
  if (lineOf(to) === null) return `${to} is not on the list of rooms`
  if (file.startsWith('server/') && to.startsWith('extension/')) return 'the server never imports the extension'
  if (file.startsWith('extension/') && to.startsWith('server/')) {
    return specifier === 'server/http' && typeOnly ? null : "the extension imports the server only by import type from 'server/http'"
  }
  if (target !== `${to}/index.ts`) return `${to} is entered through its face, index.ts, only`
  if (to.startsWith('shared/')) return sharedFault(from, to, isPageScript)
  return (lineOf(to) ?? 0) > (lineOf(from) ?? 0) ? null : 'arrows point down only'
}

function sharedFault(from: string, to: string, isPageScript: boolean): string | null {
  if (isPageScript && to !== 'shared/page') return 'page scripts import nothing of shared but shared/page'
  return from === 'shared/page' ? 'shared/page stands alone' : null
}

function packageFault(from: string, specifier: string): string | null {
  if (!from.startsWith('shared/') || (from === 'shared/wire' && specifier === 'zod')) return null
  return 'shared imports nothing but zod, and that in wire only'
}

/** The path an import leads to, or null for a package that is not ours. */
function targetOf(file: string, specifier: string): string | null {
  const [bare = ''] = specifier.split('?')
  if (bare.startsWith('.')) return posix.join(posix.dirname(file), bare)
  if (!/^(shared|server|extension)(\/|$)/.test(bare)) return null
  return /\.[a-z]+$/.test(bare) ? bare : `${bare}/index.ts`
}

function roomOf(path: string): string {
  return path.split('/').slice(0, 2).join('/')
}

function lineOf(room: string): number | null {
  const line = LINES.findIndex((rooms) => rooms.includes(room))
  if (line >= 0) return line
  return SHARED.includes(room) ? LINES.length : null
}

/** Whether the environment is looked at: `process.env`, or `env` taken from `process` or `node:process`. */
export function readsEnvironment(tree: SyntaxNode): boolean {
  return nodesOf(tree).some((node) => {
    if (node.type === 'MemberExpression') return isProcess(node['object']) && namesEnv(node['property'])
    if (node.type === 'VariableDeclarator') return isProcess(node['init']) && hasEnv(node['id'], 'properties', 'key')
    return (
      node.type === 'ImportDeclaration' &&
      /^(node:)?process$/.test(literalOf(node['source']) ?? '') &&
      hasEnv(node, 'specifiers', 'imported')
    )
  })
}

function hasEnv(pattern: unknown, list: string, name: string): boolean {
  const items = isNode(pattern) ? pattern[list] : null
  return Array.isArray(items) && items.some((item) => isNode(item) && namesEnv(item[name]))
}

function namesEnv(node: unknown): boolean {
  return isNode(node) && (node['name'] === 'env' || node['value'] === 'env')
}

function isProcess(node: unknown): boolean {
  return isNode(node) && (node['name'] === 'process' || isProcess(node['property']))
}

function literalOf(node: unknown): string | null {
  const value = isNode(node) ? node['value'] : null
  return typeof value === 'string' ? value : null
}
