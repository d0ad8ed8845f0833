/** One part of a multipart body; its body must be read to its end, or the part be skipped, before the next part comes. */
export interface Part {
  readonly name: string
  readonly filename: string | null
  readonly body: AsyncIterable<Uint8Array>
}

const HEADERS_LIMIT = 16 * 1024
const END_OF_HEADERS = Buffer.from('\r\n\r\n')

/** The boundary that a multipart content type names; null where it names none or one that RFC 2046 forbids. */
export function boundaryOf(contentType: string): string | null {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? []
  return quoted ?? plain ?? null
}

/**
 * Reads multipart/form-data (RFC 7578) as it arrives, holding no more than one chunk and a boundary in memory.
 * Throws a MalformedMultipart when the body is not one or ends too early.
 */
export async function* readMultipart(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, boundary: string): AsyncGenerator<Part> {
  const reader = new DelimitedReader(chunks)
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  // The first boundary may stand at the very start: the line break before it is made up.
  reader.unread(Buffer.from('\r\n'))
  for await (const _ of reader.until(delimiter));
  for (;;) {
    const after = (await reader.take(2)).toString('latin1')
    if (after === '--') return
    if (after !== '\r\n') throw new MalformedMultipart('a boundary is not followed by a line break')
    reader.unread(Buffer.from('\r\n'))
    const headers = await collect(reader.until(END_OF_HEADERS))
    const body = reader.until(delimiter)
    yield { ...dispositionOf(headers), body }
    for await (const _ of body);
  }
}

/** The body is not what its content type says. */
export class MalformedMultipart extends Error {
  override readonly name = 'MalformedMultipart'
}

/** Cuts a stream of chunks at byte strings. */
class DelimitedReader {
  readonly #chunks: AsyncIterator<Uint8Array> | Iterator<Uint8Array>
  #held: Buffer = Buffer.alloc(0)

  constructor(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.#chunks = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]()
  }

  unread(bytes: Buffer): void {
    this.#held = Buffer.concat([bytes, this.#held])
  }

  async take(count: number): Promise<Buffer> {
    while (this.#held.length < count) await this.#more()
    const taken = this.#held.subarray(0, count)
    this.#held = this.#held.subarray(count)
    return taken
  }

  /** What comes before the next occurrence of the delimiter, which is consumed with it. */
  async *until(delimiter: Buffer): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = this.#held.indexOf(delimiter)
      if (at >= 0) {
        const last = this.#held.subarray(0, at)
        this.#held = this.#held.subarray(at + delimiter.length)
        if (last.length > 0) yield last
        return
      }
      const safe = this.#held.length - delimiter.length + 1
      if (safe > 0) {
        const piece = this.#held.subarray(0, safe)
        this.#held = this.#held.subarray(safe)
        yield piece
      }
      await this.#more()
    }
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#chunks.next()
    if (done === true) throw new MalformedMultipart('the body ends before its last boundary')
    this.#held = Buffer.concat([this.#held, value])
  }
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const collected: Uint8Array[] = []
  let bytes = 0
  for await (const piece of pieces) {
    bytes += piece.length
    if (bytes > HEADERS_LIMIT) throw new MalformedMultipart('the headers of a part are too long')
    collected.push(piece)
  }
  return Buffer.concat(collected).toString('utf8')
}

function dispositionOf(headers: string): { name: string; filename: string | null } {
  const line = /^content-disposition:(.*)$/im.exec(headers)?.[1] ?? ''
  const name = parameter(line, 'name')
  if (name === null) throw new MalformedMultipart('a part has no name')
  return { name, filename: parameter(line, 'filename') }
}

/** Browsers write `"`, CR and LF in these as %22, %0D and %0A, and nothing else (WHATWG form encoding). */
function parameter(line: string, key: string): string | null {
  const value = new RegExp(`;\\s*${key}="([^"]*)"`, 'i').exec(line)?.[1] ?? new RegExp(`;\\s*${key}=([^\\s;"]+)`, 'i').exec(line)?.[1]
  return value?.replaceAll(/%22/g, '"').replaceAll(/%0[AD]/gi, ' ') ?? null
}
