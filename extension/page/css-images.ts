import type { SrcsetCandidate } from './srcset.ts'

const URL_FUNCTION = /url\(\s*(?:"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'|((?:[^"'()\s\\]|\\[\s\S])*))\s*\)/
const QUOTED_OPTION = /"((?:[^"\\]|\\[\s\S])*)"(?=\s+[\d.]+(?:x|dppx|dpi)\b)/
const TOKEN = new RegExp(`${URL_FUNCTION.source}|${QUOTED_OPTION.source}`, 'gi')

/**
 * The addresses in a computed `background-image`, `content` and the like: `url()` quoted or not, with CSS escapes, and the options of
 * `image-set()` with their resolution. Gradients and element references are passed over.
 */
export function cssImages(value: string): readonly SrcsetCandidate[] {
  if (!/url\(|image-set\(/i.test(value)) return []
  const found: SrcsetCandidate[] = []
  for (const match of value.matchAll(TOKEN)) {
    const raw = match[1] ?? match[2] ?? match[3] ?? match[4]
    if (raw === undefined || raw === '') continue
    const after = value.slice(match.index + match[0].length)
    found.push({ url: unescapeCss(raw), width: null, density: resolutionAfter(after) })
  }
  return found
}

function resolutionAfter(text: string): number {
  const match = /^\s*(?:type\([^)]*\)\s*)?([\d.]+)(x|dppx|dpi)\b/i.exec(text)
  if (match?.[1] === undefined) return 1
  const value = Number(match[1])
  return match[2]?.toLowerCase() === 'dpi' ? value / 96 : value
}

function unescapeCss(text: string): string {
  return text
    .replaceAll(/\\([0-9a-f]{1,6})\s?/gi, (_, code: string) => {
      const point = Number.parseInt(code, 16)
      return point > 0 && point <= 0x10_ff_ff ? String.fromCodePoint(point) : '\u{FFFD}'
    })
    .replaceAll(/\\\r?\n/g, '')
    .replaceAll(/\\([\s\S])/g, '$1')
}
