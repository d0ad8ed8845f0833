import { type Outcome, refuse, succeed } from 'shared/wire'

export interface RequestFacts {
  readonly host: string | null
  readonly origin: string | null
  /** Without query; as the URL parser normalised it. */
  readonly path: string
}

export interface RequestRules {
  readonly port: number
  readonly publicUrl: string | null
  /** Such as `chrome-extension://…`; none: any extension may ask, as the token is what authorises. */
  readonly extensionOrigins: readonly string[]
}

/** What may be reached by the public name: callbacks and what was signed to be seen. */
const PUBLIC_PATHS = ['/webhooks/', '/media/', '/shares/']
const EXTENSION_SCHEMES: ReadonlySet<string> = new Set(['chrome-extension:', 'moz-extension:', 'safari-web-extension:'])

/**
 * Judges where a request comes from, before anything else: by `127.0.0.1` it may reach everything (`local`), by PUBLIC_URL's name
 * only what is public, and by any other name nothing, which stops DNS rebinding. Web pages are refused by their Origin.
 */
export function judgeRequest(request: RequestFacts, rules: RequestRules): Outcome<'local' | 'public'> {
  const foreign = foreignOrigin(request.origin, rules.extensionOrigins)
  if (foreign !== null) return refuse('forbidden', `${foreign} may not use this server.`, { params: { reason: 'origin' } })
  const host = request.host?.toLowerCase() ?? ''
  if (host === `127.0.0.1:${rules.port}` || (rules.port === 80 && host === '127.0.0.1')) return succeed('local')
  if (rules.publicUrl !== null && host === new URL(rules.publicUrl).host) {
    if (PUBLIC_PATHS.some((prefix) => request.path.startsWith(prefix))) return succeed('public')
    return refuse('forbidden', 'Only webhooks, media and share links can be reached by this name.', { params: { reason: 'public_path' } })
  }
  return refuse('forbidden', `Use http://127.0.0.1:${rules.port} as the address of this server.`, { params: { reason: 'host' } })
}

function foreignOrigin(origin: string | null, extensionOrigins: readonly string[]): string | null {
  if (origin === null) return null
  const scheme = URL.canParse(origin) ? new URL(origin).protocol : ''
  if (!EXTENSION_SCHEMES.has(scheme)) return 'A web page'
  return extensionOrigins.length === 0 || extensionOrigins.includes(origin) ? null : 'This extension'
}
