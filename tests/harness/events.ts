import { type EventSourceMessage, createParser } from 'eventsource-parser'

/** Reads server-sent events of an answer one by one; comments come as events named `comment`. */
export async function* readEvents(answer: Response): AsyncGenerator<Pick<EventSourceMessage, 'event' | 'id' | 'data'>> {
  const waiting: Pick<EventSourceMessage, 'event' | 'id' | 'data'>[] = []
  const parser = createParser({
    onEvent: (event) => void waiting.push(event),
    onComment: (comment) => void waiting.push({ event: 'comment', id: undefined, data: comment }),
  })
  const decoder = new TextDecoder()
  for await (const chunk of answer.body ?? []) {
    parser.feed(decoder.decode(chunk, { stream: true }))
    yield* waiting.splice(0)
  }
}
