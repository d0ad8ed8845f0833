import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'vite'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A node of an ESTree syntax tree, as far as a check needs to know it. */
export interface SyntaxNode {
  readonly type: string
  readonly [property: string]: unknown
}

/** Paths of the source files below a directory, relative to the repository's root, tests left out. */
export function sourceFiles(directory: string, extensions: readonly string[] = ['.ts', '.tsx']): readonly string[] {
  return readdirSync(join(ROOT, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extensions.some((extension) => entry.name.endsWith(extension)))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => !/node_modules|motion\/kernel\//.test(path) && !/\.test\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
}

/** The syntax tree of TypeScript, with or without JSX. */
export function parse(code: string, name: string): SyntaxNode {
  const tree: unknown = parseAst(code, { lang: name.endsWith('x') ? 'tsx' : 'ts' })
  if (!isNode(tree)) throw new Error(`${name} gave no syntax tree`)
  return tree
}

/** Parses a file of the repository. */
export function parseFile(path: string): SyntaxNode {
  return parse(readFileSync(join(ROOT, path), 'utf8'), path)
}

/** Trees are asked about again and again, and walking one takes far longer than asking. */
const walked = new WeakMap<SyntaxNode, readonly SyntaxNode[]>()

/** Every node of a tree, parents first. */
export function nodesOf(tree: SyntaxNode): readonly SyntaxNode[] {
  const known = walked.get(tree)
  if (known !== undefined) return known
  const nodes: SyntaxNode[] = []
  collect(tree, nodes)
  walked.set(tree, nodes)
  return nodes
}

function collect(node: SyntaxNode, nodes: SyntaxNode[]): void {
  nodes.push(node)
  for (const name in node) {
    const value = node[name]
    if (Array.isArray(value)) {
      for (const child of value) if (isNode(child)) collect(child, nodes)
    } else if (isNode(value)) collect(value, nodes)
  }
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** The name of a called function: `f` of `f()`, `b.c` of `a.b.c()` (the last two parts). */
export function calleeOf(call: SyntaxNode): string {
  return nameOf(call['callee']).split('.').slice(-2).join('.')
}

function nameOf(node: unknown): string {
  if (!isNode(node)) return ''
  if (node.type === 'Identifier') return String(node['name'])
  if (node.type === 'MemberExpression') return `${nameOf(node['object'])}.${nameOf(node['property'])}`
  if (node.type === 'CallExpression') return nameOf(node['callee'])
  return ''
}
