import type { Voice } from 'shared/wire'
import type { SpeechAbility } from './catalog.ts'
import type { Market } from './choose-model.ts'

/**
 * The voices of the providers that are set up, each once, as `GET /api/voices` gives them.
 * @param asked.language a tag; a voice that names no languages of its own speaks those of its model
 */
export function listVoices(
  market: Market,
  asked: { readonly provider?: string | undefined; readonly language?: string | undefined },
): Voice[] {
  const voices = new Map<string, Voice>()
  for (const provider of market.catalog) {
    if (asked.provider !== undefined && provider.id !== asked.provider) continue
    if (market.status(provider.id) === 'unconfigured') continue
    for (const model of provider.models) {
      if (model.kind !== 'speech') continue
      const able = model.native === null ? model.own : model.native
      for (const voice of presented(provider.id, able)) {
        const key = `${provider.id} ${voice.id}`
        if (!voices.has(key) && speaks(voice, asked.language)) voices.set(key, voice)
      }
    }
  }
  return [...voices.values()]
}

function presented(provider: string, { voices, languages, draft = false }: SpeechAbility): Voice[] {
  return voices.map(({ id, name, gender, languages: own }) => ({
    id,
    name,
    provider,
    languages: [...(own.length > 0 ? own : (languages ?? []))],
    gender,
    sampleUrl: null,
    draft,
  }))
}

function speaks({ languages }: Voice, language: string | undefined): boolean {
  const base = (tag: string): string => tag.toLowerCase().split('-')[0] ?? ''
  return language === undefined || languages.length === 0 || languages.some((each) => base(each) === base(language))
}
