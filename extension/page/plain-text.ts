const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  rsquo: '’',
  lsquo: '‘',
  reg: '®',
  trade: '™',
  euro: '€',
  pound: '£',
}

/**
 * Text as a person reads it: tags taken off, entities put in, spaces made one. Shops write markup into their structured data; it is read
 * without being parsed into a document, so nothing in it can load.
 */
export function plainText(text: string): string {
  const bare = text.replaceAll(/<(?:br|\/p|\/li|\/h\d)[^>]*>/gi, '\n').replaceAll(/<\/?[a-z][^>]*>/gi, ' ')
  const decoded = bare.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
      return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole
    },
  )
  return decoded.replaceAll(/\s+/g, ' ').trim()
}
