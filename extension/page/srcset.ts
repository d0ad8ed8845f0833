/** One candidate of a `srcset`: its address and what its descriptor says, at most one of the two. */
export interface SrcsetCandidate {
  readonly url: string
  /** Width of the file in pixels (`w` descriptor). */
  readonly width: number | null
  /** Pixels of the file for each CSS pixel (`x` descriptor, 1 where there is none). */
  readonly density: number | null
}

/**
 * Parses a `srcset` attribute as HTML's "parse a srcset attribute" does where it matters: addresses may contain commas (data: URLs, CDN
 * options), so a comma ends an address only where a space or the end follows. Candidates with broken descriptors are left out.
 */
export function parseSrcset(text: string): readonly SrcsetCandidate[] {
  const found: SrcsetCandidate[] = []
  let rest = text
  for (;;) {
    rest = rest.replace(/^[\s,]+/, '')
    const url = /^\S+/.exec(rest)?.[0]
    if (url === undefined) return found
    rest = rest.slice(url.length)
    if (url.endsWith(',')) {
      found.push({ url: url.replace(/,+$/, ''), width: null, density: 1 })
      continue
    }
    const end = endOfDescriptors(rest)
    const candidate = withDescriptor(url, rest.slice(0, end).trim())
    if (candidate !== null) found.push(candidate)
    rest = rest.slice(end)
  }
}

/** Descriptors end at the next comma that is not inside parentheses. */
function endOfDescriptors(text: string): number {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (sign === '(') depth += 1
    else if (sign === ')') depth -= 1
    else if (sign === ',' && depth <= 0) return at
  }
  return text.length
}

function withDescriptor(url: string, descriptor: string): SrcsetCandidate | null {
  if (descriptor === '') return { url, width: null, density: 1 }
  const size = /(?:^|\s)(\d+)w(?:\s|$)/.exec(descriptor)?.[1]
  if (size !== undefined) return Number(size) > 0 ? { url, width: Number(size), density: null } : null
  const density = /(?:^|\s)(\d*\.?\d+(?:e[+-]?\d+)?)x(?:\s|$)/i.exec(descriptor)?.[1]
  if (density !== undefined) return Number(density) > 0 ? { url, width: null, density: Number(density) } : null
  return null
}
