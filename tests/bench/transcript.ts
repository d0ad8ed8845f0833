import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAudio } from '../../server/audio/index.ts'
import { readConfig } from '../../server/config/index.ts'
import { createProviders, type Providers } from '../../server/providers/index.ts'
import { systemFfmpeg } from '../harness/media.ts'
import { wordErrors } from './transcript/word-errors.ts'

/**
 * The word error rate of whatever transcriber is configured, over sentences that the draft voice speaks. A draft voice is harder to
 * understand than a person, so the figure is an upper bound. Costs what the transcriber asks, some tenths of a cent.
 */
const SENTENCES = [
  'The new bottle keeps twelve drinks cold for a whole day.',
  'Every morning she walks along the river before work begins.',
  'Our engineers tested the lamp in wind, rain and heavy snow.',
  'You can return the shoes within thirty days and get your money back.',
  'A quiet fan, a bright screen and a battery that lasts until evening.',
  'They moved the old piano into the garden and played until midnight.',
] as const
const VOICES = ['slt', 'rms'] as const

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const read = readConfig(process.env, process.cwd())
if (!read.ok) throw new Error(read.faults.map(({ name, message }) => `${name} ${message}`).join('; '))
const providers = createProviders({ ...read.config, log: () => {} })
const transcriber = findTranscriber(providers)
if (transcriber === null) {
  say('No transcriber is configured, so there is nothing to measure: set ELEVENLABS_API_KEY, OPENAI_API_KEY or OPENAI_AUDIO_BASE_URL.')
} else {
  await measure(transcriber)
}

type Transcriber = NonNullable<ReturnType<typeof findTranscriber>>

/** The first provider that is set up and writes down speech. */
function findTranscriber(providers: Providers) {
  for (const { id, models } of providers.catalog) {
    const model = models.find(({ kind }) => kind === 'transcript')
    const found = providers.adapter(id)
    if (model !== undefined && found !== null) return { name: `${id}/${model.id}`, model: model.id, adapter: found }
  }
  return null
}

async function measure({ name, model, adapter }: Transcriber): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'pagereel-transcript-'))
  const audio = createAudio({ dataDir: directory, ffmpeg: await systemFfmpeg() })
  const { signal } = new AbortController()
  let [errors, words] = [0, 0]
  try {
    for (const [index, text] of SENTENCES.entries()) {
      const path = join(directory, `${index}.m4a`)
      const spoken = await audio.speak({ text, voice: VOICES[index % 2] ?? null, language: 'en', speed: 1, output: path }, { signal })
      if (!spoken.ok) throw new Error(spoken.problem.detail)
      const started = await adapter.start(
        {
          generation: { kind: 'transcript', model, language: 'en', seconds: spoken.value.seconds, options: {} },
          prepared: {},
          files: [{ role: 'audio', path, mime: 'audio/mp4', bytes: (await stat(path)).size, name: `${index}.m4a` }],
          key: `bench_${index}`,
          webhookUrl: null,
          newFile: async (extension) => join(directory, `${index}-made.${extension}`),
        },
        { signal },
      )
      if (started.kind !== 'made') throw new Error(`${name} answered ${started.kind}`)
      const found = wordErrors(text, started.made.text ?? '')
      errors += found.errors
      words += found.words
      say(`${found.errors} of ${found.words} words: ${started.made.text ?? ''}`)
    }
    say(`${name}: word error rate ${((100 * errors) / words).toFixed(1)} % over ${words} words spoken by the draft voice`)
  } finally {
    await audio.close()
    await rm(directory, { recursive: true, force: true })
  }
}
