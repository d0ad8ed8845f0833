import type { TimedWord } from 'shared/wire'
import { openWav } from '../wav.ts'
import { alignWords, type SoundedWord } from './align-words.ts'
import type { Flite } from './flite.ts'
import { plainText, sentencesOf, wordsOf } from './plain-text.ts'

export interface Speech {
  readonly words: readonly TimedWord[]
  readonly seconds: number
}

/** Words whose sounds are looked up at once: Flite begins anew for every call. */
const BATCH = 40
const PAUSE = 'pau'

/**
 * Speaks a text into a WAV file (one channel, 16 bits, Flite's own rate), sentence by sentence, and tells when each of its words is spoken.
 * Throws where Flite fails or the file cannot be written.
 * @param speed 2 is twice as fast
 * @param tell is told how much is done, from 0 to 1
 */
export async function speakDraft(
  flite: Flite,
  { text, voice, speed }: { readonly text: string; readonly voice: string; readonly speed: number },
  output: string,
  tell: (done: number) => void,
): Promise<Speech> {
  const sentences = sentencesOf(text)
  const sounds = await soundsOfWords(flite, [...new Set(sentences.flatMap(wordsOf))])
  const words: TimedWord[] = []
  let seconds = 0
  let wav: ReturnType<typeof openWav> | null = null
  for (const [index, sentence] of sentences.entries()) {
    const plain = plainText(sentence)
    if (!/[a-z0-9]/i.test(plain)) {
      words.push(...wordsOf(sentence).map((word) => ({ text: word, start: seconds, end: seconds })))
      continue
    }
    const spoken = await flite.speak(plain, voice, 1 / speed)
    wav ??= openWav(output, { rate: spoken.rate, channels: 1, format: 's16' })
    wav.write(spoken.samples)
    const sounded = wordsOf(sentence).map((word): SoundedWord => ({ text: word, sounds: sounds.get(word) ?? [] }))
    const from = seconds
    words.push(...alignWords(sounded, spoken.phones).map((word) => ({ ...word, start: from + word.start, end: from + word.end })))
    seconds += spoken.samples.length / spoken.rate
    tell((index + 1) / sentences.length)
  }
  if (wav === null) throw new Error('there is nothing to speak')
  wav.close()
  return { words, seconds }
}

/** The sounds of each word alone. Commas between words part them by pauses; where that does not come out even, smaller batches are asked for. */
export async function soundsOfWords(flite: Flite, words: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>()
  const look = async (some: readonly (readonly [string, string])[]): Promise<void> => {
    if (some.length === 0) return
    const heard = await flite.soundsOf(some.map(([, plain]) => plain).join(', '))
    const groups = heard
      .join(' ')
      .split(PAUSE)
      .map((group) => group.split(' ').filter((sound) => sound !== ''))
      .filter((group) => group.length > 0)
    if (groups.length === some.length || some.length === 1) {
      some.forEach(([word], index) => found.set(word, some.length === 1 ? groups.flat() : (groups[index] ?? [])))
      return
    }
    const half = Math.ceil(some.length / 2)
    await look(some.slice(0, half))
    await look(some.slice(half))
  }
  const spoken = words.map((word) => [word, bare(word)] as const).filter(([, plain]) => /[a-z0-9]/i.test(plain))
  for (let from = 0; from < spoken.length; from += BATCH) await look(spoken.slice(from, from + BATCH))
  return found
}

/** A word without the punctuation around it, as it would else part the words itself. */
function bare(word: string): string {
  return plainText(word).replace(/^[^a-z0-9$]+|[^a-z0-9]+$/gi, '')
}
