/** The documents of structured data that a page holds; those that cannot be read are left out. */
export function jsonLdDocuments(document: Document): readonly unknown[] {
  return [...document.querySelectorAll('script[type="application/ld+json"]')].flatMap((script) => {
    const value = parsed((script.textContent ?? '').replaceAll(/^\s*(?:<!--|\/\*.*?\*\/)|-->\s*$/g, ''))
    return value === null ? [] : [value]
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
