import { type Problem, refuse } from 'shared/wire'

/** How a bound that is passed in mid-stream reaches the reader, as a stream can only throw. */
export class StreamRefused extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.name = 'StreamRefused'
    this.problem = problem
  }
}

export interface BodyBounds {
  readonly maxBytes: number
  readonly release: () => Promise<void>
  readonly explain: (error: unknown) => { readonly problem: Problem }
}

/** A body as a web stream that is read only as fast as it is taken, fails past `maxBytes`, and gives its connection back at its end. */
export function boundedBody(source: AsyncIterable<unknown>, { maxBytes, release, explain }: BodyBounds): ReadableStream<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]()
  let received = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next()
          if (done === true) {
            controller.close()
            await release()
            return
          }
          if (!(value instanceof Uint8Array)) throw new TypeError('a body is made of bytes')
          received += value.byteLength
          if (received > maxBytes) throw new StreamRefused(refusalOf(maxBytes))
          controller.enqueue(value)
        } catch (error) {
          await release()
          throw error instanceof StreamRefused ? error : new StreamRefused(explain(error).problem)
        }
      },
      async cancel() {
        await release()
      },
    },
    { highWaterMark: 0 },
  )
}

function refusalOf(maxBytes: number): Problem {
  return refuse('payload_too_large', `What lies at this address is larger than ${maxBytes} bytes.`, { params: { maxBytes } }).problem
}
