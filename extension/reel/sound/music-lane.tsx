import { Music, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { StoryMusic } from 'shared/wire'
import { Field, IconButton, Slider } from '../../ui/index.ts'
import { MakerSelect } from '../segment/maker-select.tsx'
import { TextField } from '../text-field.tsx'
import { useEditor } from '../use-editor.ts'
import { useSettled } from '../use-settled.ts'
import { GainField } from './gain-field.tsx'
import { SoundFile } from './sound-file.tsx'

const MOOD = { minimum: 0, maximum: 100, step: 5 } as const

/** The music: made by a mood or by words, or an own file. */
export function MusicLane({ music }: { readonly music: StoryMusic }) {
  const { t } = useTranslation()
  const { story, patch } = useEditor()
  const keep = (part: Partial<StoryMusic>): void => patch({ soundtrack: { music: { ...music, ...part } } })
  const mood = useSettled(music.mood ?? 50, (value) => keep({ mood: value }))
  return (
    <section aria-label={t('sound.music')} className="glass flex flex-col gap-3 rounded-card p-3">
      <div className="flex items-center gap-2">
        <Music aria-hidden className="size-4 text-accent" />
        <h3 className="grow text-xs font-semibold text-ink">{t('sound.music')}</h3>
        <IconButton
          size="small"
          label={t('sound.removeMusic')}
          icon={<X aria-hidden className="size-4" />}
          onClick={() => patch({ soundtrack: { music: null } })}
        />
      </div>
      <SoundFile
        label={t('sound.music')}
        asset={music.asset}
        onChange={(asset) => keep({ asset })}
        fitOf={(seconds) => t(seconds + 0.5 < story.duration ? 'sound.fileRepeated' : 'sound.fileCut')}
      />
      {music.asset !== null ? null : (
        <>
          <Field title={t('sound.mood')} aside={t('sound.moodValue', { value: mood.value })} hint={t('sound.moodHint')}>
            <Slider
              label={t('sound.mood')}
              value={mood.value}
              minimum={MOOD.minimum}
              maximum={MOOD.maximum}
              step={MOOD.step}
              valueText={t('sound.moodValue', { value: mood.value })}
              onChange={mood.onChange}
              onCommit={mood.onCommit}
            />
          </Field>
          <TextField
            title={t('sound.musicPrompt')}
            value={music.prompt ?? ''}
            rows={1}
            limit="styleText"
            placeholder={t('sound.musicPromptPlaceholder')}
            onKeep={(value) => keep({ prompt: value.trim() === '' ? null : value.trim() })}
          />
          <MakerSelect
            kind="music"
            title={t('sound.musicBy')}
            inherited={t('sound.musicLocal')}
            provider={music.provider}
            onChange={(provider) => keep({ provider })}
          />
        </>
      )}
      <GainField label={t('sound.musicGain')} gain={music.gain} onKeep={(gain) => keep({ gain })} />
    </section>
  )
}
