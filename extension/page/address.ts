const PICTURE_PATH = /\.(?:jpe?g|jfif|png|webp|avif|gif|bmp)(?:$|[?#!:;_@])/i
/** Templates that were never filled in, and words that scripts write where they have no address. */
const NO_ADDRESS = /[{}]|%7B|^(?:about|javascript|null|undefined)\b/i
const SIZE_PARAMETERS = /^(?:w|h|width|height|q|quality|fit|crop|dpr|format|fm|auto|sw|sh|resize|size|imwidth|impolicy|utm_\w+)$/i
const SIGNED = /[?&](?:X-Amz-Signature|X-Goog-Signature|Signature|sig|token|expires|exp|hmac|hash|s|se|Policy|Key-Pair-Id)=/i
const PROXY_PARAMETERS = ['url', 'src', 'image'] as const

/** An absolute address of a picture as the panel can use it, or null: http(s), data:image of some substance, or blob:. */
export function pictureAddress(text: string | null | undefined, base: string): string | null {
  const trimmed = text?.trim() ?? ''
  if (trimmed === '' || trimmed.startsWith('#') || NO_ADDRESS.test(trimmed.slice(0, 2000))) return null
  if (/^data:/i.test(trimmed)) return isSpacer(trimmed) ? null : trimmed
  const url = URL.parse(trimmed, base)
  if (url === null || !['http:', 'https:', 'blob:'].includes(url.protocol)) return null
  return isVector(url) ? null : url.href
}

/** Placeholders that lazy loaders put in: everything under 1 kB, and vector spacers. */
function isSpacer(dataUrl: string): boolean {
  return dataUrl.length < 1024 || !/^data:image\/(?!svg)/i.test(dataUrl)
}

/** The server takes no SVG, so offering one would end in a refusal. */
function isVector(url: URL): boolean {
  return /\.svgz?$/i.test(url.pathname)
}

/** Whether an address by itself says that it is a picture: by its path, or by a proxied picture in its query. */
export function looksLikePicture(url: string): boolean {
  if (/^(?:data:image|blob:)/i.test(url)) return true
  const parsed = URL.parse(url)
  if (parsed === null) return false
  if (PICTURE_PATH.test(parsed.pathname)) return true
  return PROXY_PARAMETERS.some((name) => PICTURE_PATH.test(parsed.searchParams.get(name) ?? ''))
}

/**
 * A key that is equal for files of the same picture in different sizes: no hash, no size parameters, no size suffixes, proxies taken off.
 * Signed addresses and those without an image path keep all their parameters, since these may be all that tells two pictures apart.
 */
export function pictureKey(url: string): string {
  const parsed = URL.parse(url)
  if (parsed === null || parsed.protocol === 'data:' || parsed.protocol === 'blob:') return url
  const inner = unwrapProxy(parsed)
  if (inner !== null) return pictureKey(inner)
  if (SIGNED.test(parsed.search)) return parsed.origin + parsed.pathname + parsed.search
  for (const name of new Set(parsed.searchParams.keys())) {
    if (SIZE_PARAMETERS.test(name)) parsed.searchParams.delete(name)
  }
  parsed.searchParams.sort()
  return parsed.host + withoutSize(parsed.pathname) + parsed.search
}

/** The address inside image proxies: Next's optimiser, Cloudflare, Photon, wsrv. */
function unwrapProxy(url: URL): string | null {
  if (url.pathname.endsWith('/_next/image') || url.host === 'wsrv.nl' || url.host === 'images.weserv.nl') {
    const inner = url.searchParams.get('url')
    return inner === null ? null : (URL.parse(inner, url.origin)?.href ?? null)
  }
  const cloudflare = /^\/cdn-cgi\/image\/[^/]+\/(.+)$/.exec(url.pathname)?.[1]
  if (cloudflare !== undefined) return URL.parse(cloudflare, `${url.origin}/`)?.href ?? null
  if (/^i\d\.wp\.com$/.test(url.host)) return `https:/${url.pathname}`
  return null
}

/** Takes `-300x200`, `_300x`, `@2x`, `-scaled` and the like off the end of a file name. */
function withoutSize(path: string): string {
  return path.replace(/(?:[-_](?:\d{2,4}x\d{0,4}|x\d{2,4})(?:_crop_\w+)?|[-_]scaled|@\dx)+(?=\.\w{2,5}$)/i, '')
}
