import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import { once } from 'node:events'
import type { Resolve, ResolvedAddress } from '../../server/security/index.ts'

/** What a name has: addresses of both kinds, or another name. */
export type Zone = Readonly<Record<string, readonly string[] | { readonly alias: string }>>

export interface NameServer {
  /** Asks this server, as `node:dns` asks one of the internet: A and AAAA, each question anew. */
  readonly resolve: Resolve
  /** Names that were asked for with A, in order. */
  readonly asked: readonly string[]
  /** Answers from now on; a list of zones answers one question for A after the other, the last for ever. */
  answer(...zones: readonly [Zone, ...Zone[]]): void
  close(): void
}

const TYPES = { A: 1, CNAME: 5, AAAA: 28 } as const
const HEADER = 12
const NO_SUCH_NAME = 3

/** A real DNS server on this machine (RFC 1035, over UDP), whose answers live for 0 seconds. */
export async function startNameServer(): Promise<NameServer> {
  const asked: string[] = []
  let zones: readonly Zone[] = [{}]
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const { name, type, end } = readQuestion(query)
    // What a name has changes with each question for its A records; the question for AAAA that goes with it sees the same.
    if (type === TYPES.A) asked.push(name)
    const turn = type === TYPES.A ? asked.length - 1 : Math.max(0, asked.length - 1)
    const zone = zones[Math.min(turn, zones.length - 1)] ?? {}
    socket.send(respond(query.subarray(0, end), name, type, zone), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const resolver = new Resolver({ timeout: 1000, tries: 1 })
  resolver.setServers([`127.0.0.1:${socket.address().port}`])
  return {
    asked,
    resolve: async (hostname) => {
      const four = await resolver.resolve4(hostname).catch(() => [])
      const six = await resolver.resolve6(hostname).catch(() => [])
      return [...four.map((address) => found(address, 4)), ...six.map((address) => found(address, 6))]
    },
    answer: (...next) => {
      zones = next
      asked.length = 0
    },
    close: () => socket.close(),
  }
}

function found(address: string, family: 4 | 6): ResolvedAddress {
  return { address, family }
}

function readQuestion(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = []
  let at = HEADER
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 }
}

/** The question, and after it an alias with what that has, or the addresses of the kind that was asked for. */
function respond(question: Buffer, name: string, type: number, zone: Zone): Buffer {
  const own = zone[name]
  const alias = own !== undefined && 'alias' in own ? own.alias : null
  const has = alias === null ? own : zone[alias]
  const addresses = Array.isArray(has) ? has.filter((address) => address.includes(':') === (type === TYPES.AAAA)) : []
  const records = [
    ...(alias === null ? [] : [record(name, TYPES.CNAME, wireName(alias))]),
    ...addresses.map((address) => record(alias ?? name, type, wireAddress(address))),
  ]
  const answer = Buffer.concat([question, ...records])
  const code = own === undefined ? NO_SUCH_NAME : 0
  answer.writeUInt16BE(0x8400 | code, 2)
  answer.writeUInt16BE(records.length, 6)
  answer.writeUInt32BE(0, 8)
  return answer
}

function record(name: string, type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(10)
  head.writeUInt16BE(type, 0)
  head.writeUInt16BE(1, 2)
  head.writeUInt16BE(data.length, 8)
  return Buffer.concat([wireName(name), head, data])
}

function wireName(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')]))
  return Buffer.concat([...labels, Buffer.from([0])])
}

function wireAddress(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number))
  const [before = '', after = ''] = address.split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)))
  const [left, right] = [groups(before), groups(after)]
  const bytes = Buffer.alloc(16)
  left.forEach((group, index) => bytes.writeUInt16BE(group, index * 2))
  right.forEach((group, index) => bytes.writeUInt16BE(group, 16 - (right.length - index) * 2))
  return bytes
}
