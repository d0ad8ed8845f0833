import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

const OUTPUT = fileURLToPath(new URL('../../.output/chrome-mv3', import.meta.url))
const kB = 1000

/** Names of the keys that the server takes from its environment; none of them has any business in the browser. */
const SECRET_NAME =
  /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:API_KEY|API_TOKEN|API_SECRET|SECRET_KEY|ACCESS_KEY|WEBHOOK_SECRET)\b|\bFAL_KEY\b|\bPAGEREEL_TOKEN\b/
/** Shapes of keys as providers give them out. */
const SECRET_VALUE =
  /\bsk-[A-Za-z0-9_-]{20,}|\bAIza[A-Za-z0-9_-]{35}\b|\bAKIA[A-Z0-9]{16}\b|\br8_[A-Za-z0-9]{30,}|-----BEGIN [A-Z ]*PRIVATE KEY-----/

async function built(): Promise<readonly { readonly name: string; readonly bytes: Buffer }[]> {
  const entries = await readdir(OUTPUT, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name)
      return { name: path.slice(OUTPUT.length + 1).replaceAll('\\', '/'), bytes: await readFile(path) }
    }),
  )
}

describe('the built extension', async () => {
  const files = await built()
  const sizeOf = (name: RegExp): number => {
    const sizes = files.filter((file) => name.test(file.name)).map((file) => file.bytes.length)
    expect(sizes, `a file like ${name}`).not.toHaveLength(0)
    return Math.max(...sizes)
  }

  it('keeps the panel, the worker and the page scripts within their budgets', () => {
    expect(sizeOf(/^chunks\/sidepanel-.*\.js$/)).toBeLessThanOrEqual(600 * kB)
    expect(sizeOf(/^background\.js$/)).toBeLessThanOrEqual(160 * kB)
    expect(sizeOf(/^(?:frame|bytes|facts)\.js$/)).toBeLessThanOrEqual(20 * kB)
    const whole = files.reduce((total, file) => total + file.bytes.length, 0)
    expect(whole).toBeLessThanOrEqual(1500 * kB)
  })

  it('keeps the panel’s code small when compressed', () => {
    const panel = files.filter((file) => /^chunks\/sidepanel-.*\.js$/.test(file.name))
    expect(panel).not.toHaveLength(0)
    for (const file of panel) expect(gzipSync(file.bytes).length, file.name).toBeLessThanOrEqual(185 * kB)
  })

  it('carries no key, neither by name nor by value', () => {
    const texts = files.filter((file) => /\.(?:js|html|json|css)$/.test(file.name))
    expect(texts.length).toBeGreaterThanOrEqual(6)
    for (const { name, bytes } of texts) {
      const text = bytes.toString('utf8')
      expect(SECRET_NAME.exec(text)?.[0], name).toBeUndefined()
      expect(SECRET_VALUE.exec(text)?.[0], name).toBeUndefined()
    }
  })

  it('loads no code from elsewhere', () => {
    for (const { name, bytes } of files.filter((file) => file.name.endsWith('.html'))) {
      expect(/<script[^>]+src="(?:https?:)?\/\//.exec(bytes.toString('utf8'))?.[0], name).toBeUndefined()
    }
  })
})
