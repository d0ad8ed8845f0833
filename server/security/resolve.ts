import { lookup } from 'node:dns/promises'

export interface ResolvedAddress {
  readonly address: string
  readonly family: 4 | 6
}

/** All addresses of a host name; none when it has none. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>

/** Asks the system's resolver, so that the hosts file counts too. An IP address resolves to itself. */
export const resolveAll: Resolve = async (hostname) => {
  try {
    const found = await lookup(hostname, { all: true, order: 'verbatim' })
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
  } catch {
    return []
  }
}
