import ipaddr from 'ipaddr.js'
import { type Outcome, refuse, succeed } from 'shared/wire'

declare const checked: unique symbol
/** An address whose scheme, credentials, port and host were judged; a name's addresses are judged again when it is resolved. */
export type SafeUrl = string & { readonly [checked]: 'SafeUrl' }

export type UrlFault = 'invalid' | 'scheme' | 'credentials' | 'port' | 'private'

const DETAILS: Readonly<Record<UrlFault, string>> = {
  invalid: 'This is not a web address.',
  scheme: 'Only http and https addresses can be fetched.',
  credentials: 'An address with a user name or password cannot be fetched.',
  port: 'This port is not one of the web.',
  private: 'This address lies in a private network.',
}

/** Names that mean this machine or this network by convention (RFC 6761, 6762, 8375, ICANN's .internal), whatever a resolver says. */
const LOCAL_NAMES = /(?:^|\.)(?:localhost|local|internal|home\.arpa|lan|intranet|corp|localdomain)$/
/** Ports at and above 1024 that browsers never fetch from (WHATWG Fetch, "bad port"). */
const BAD_PORTS: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
])
const GLOBAL_UNICAST_V6 = ipaddr.parseCIDR('2000::/3')

/** Whether an IP address (as text) belongs to the public internet. Tunnelled and translated ranges do not: they hide a v4 address. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast') return false
  return address.kind() === 'ipv4' || address.match(GLOBAL_UNICAST_V6)
}

/** Judges all of an address that can be judged without asking a resolver. Exact `trustedOrigins` may be private and use any port. */
export function judgeUrl(text: string, trustedOrigins: readonly string[]): Outcome<{ url: SafeUrl; trusted: boolean }> {
  if (!URL.canParse(text)) return refuseUrl('invalid')
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuseUrl('scheme')
  if (url.username !== '' || url.password !== '') return refuseUrl('credentials')
  const trusted = trustedOrigins.includes(url.origin)
  if (!trusted && !isWebPort(url.port)) return refuseUrl('port')
  if (!trusted && !isPublicHost(url.hostname)) return refuseUrl('private')
  return brandUrl(url, trusted)
}

/** A refused address as a problem; `params.reason` says why. */
export function refuseUrl(fault: UrlFault): ReturnType<typeof refuse> {
  return refuse('invalid_request', DETAILS[fault], { params: { reason: fault }, issues: [{ path: 'url', message: DETAILS[fault] }] })
}

function isWebPort(port: string): boolean {
  if (port === '' || port === '80' || port === '443') return true
  const number = Number(port)
  return number >= 1024 && !BAD_PORTS.has(number)
}

function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (ipaddr.isValid(host)) return isPublicAddress(host)
  return host.includes('.') && !LOCAL_NAMES.test(host)
}

function brandUrl(url: URL, trusted: boolean): Outcome<{ url: SafeUrl; trusted: boolean }> {
  const href = url.href
  return isSafe(href) ? succeed({ url: href, trusted }) : refuseUrl('invalid')
}

/** Called by judgeUrl alone, after every check: the brand is how the compiler knows of them. */
function isSafe(href: string): href is SafeUrl {
  return href !== ''
}
