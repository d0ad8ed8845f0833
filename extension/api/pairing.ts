import type { Backend } from './backend-types.ts'
import { backendBase, type Connection } from './connection.ts'
import type { Reply } from './reply.ts'
import type { Stored } from './stored.ts'

export interface PairingPorts {
  readonly backend: Pick<Backend, 'confirmPairing'>
  readonly connection: Stored<Connection>
}

/** Confirms an open pairing and keeps the token. `base` is where the pairing was opened, the stored base by default. */
export async function pair({ backend, connection }: PairingPorts, id: string, code: string, base?: string): Promise<Reply<null>> {
  const before = await connection.get()
  if (base !== undefined && base !== before.base) await connection.set({ base, token: null, feedId: null })
  const reply = await backend.confirmPairing(id, code)
  if (reply.kind !== 'ok') {
    if (base !== undefined && base !== before.base) await connection.set(before)
    return reply
  }
  const { feedId, base: at } = await connection.get()
  await connection.set({ base: at, token: reply.value.token, feedId })
  return { kind: 'ok', value: null }
}

/**
 * Pairs by the fragment of a link, `#id=…&code=…&base=…` (base optional). `refused` covers everything that the backend says no to: a
 * wrong, used or old code.
 */
export async function pairFromLink(ports: PairingPorts, fragment: string): Promise<'paired' | 'refused' | 'offline' | 'incomplete'> {
  const given = new URLSearchParams(fragment.replace(/^#/, ''))
  const [id, code, asked] = [given.get('id'), given.get('code'), given.get('base')]
  const base = asked === null ? undefined : backendBase(asked)
  if (id === null || code === null || base === null) return 'incomplete'
  const reply = await pair(ports, id, code, base)
  if (reply.kind === 'ok') return 'paired'
  return reply.kind === 'offline' ? 'offline' : 'refused'
}
