import { describe, expect, it } from 'vitest'
import { calleeOf, isNode, nodesOf, parse, parseFile, sourceFiles, type SyntaxNode } from './source.ts'

/** What opens a transaction. */
const OPENERS = /(^|\.)(inTransaction|transaction)$/

/** Work that can take long: while a transaction of SQLite awaits it, the whole server stands still. */
const SLOW =
  /^(fetch|guardedFetch|runFfmpeg|render|probeVideo|conform|makePoster|makeStills|ingestPicture|withLocalFile|setTimeout)$|^(storage|motion|media)\.|\.(withLocalFile|commit|render|waitFor)$/

interface Finding {
  readonly transactions: number
  readonly slow: readonly string[]
}

function transactionsIn(tree: SyntaxNode): Finding {
  const calls = nodesOf(tree).filter((node) => node.type === 'CallExpression' && OPENERS.test(calleeOf(node)))
  const bodies = calls.map((call) => call['arguments']).flatMap((list) => (Array.isArray(list) ? list.filter(isNode) : []))
  const slow = bodies
    .filter(({ type }) => type === 'ArrowFunctionExpression' || type === 'FunctionExpression')
    .flatMap((body) => nodesOf(body))
    .filter((node) => node.type === 'CallExpression' && SLOW.test(calleeOf(node)))
    .map(calleeOf)
  return { transactions: calls.length, slow }
}

describe('transactions', () => {
  it('never await network, media or files', () => {
    const found = sourceFiles('server').map((file) => ({ file, ...transactionsIn(parseFile(file)) }))
    expect(found.reduce((total, { transactions }) => total + transactions, 0)).toBeGreaterThan(10)
    expect(found.filter(({ slow }) => slow.length > 0).map(({ file, slow }) => ({ file, slow }))).toEqual([])
  })

  it('would be caught doing so', () => {
    const slow = (code: string): readonly string[] => transactionsIn(parse(code, 'sample.ts')).slow
    expect(slow('await inTransaction(db, async (tx) => { await fetch(url) })')).toEqual(['fetch'])
    expect(slow('await changes.transaction(user, async (tx) => { await this.storage.commit(path) })')).toEqual(['storage.commit'])
    expect(slow('await inTransaction(db, async (tx) => { await tx.updateTable("jobs").execute() })')).toEqual([])
  })
})
