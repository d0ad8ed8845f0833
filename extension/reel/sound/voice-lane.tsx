import { Mic, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StoryVoice, Voice } from 'shared/wire'
import { Field, formatNumber, IconButton, Notice, Slider } from '../../ui/index.ts'
import { SPEED } from '../limits.ts'
import { MakerSelect } from '../segment/maker-select.tsx'
import { Select } from '../select.tsx'
import { useEditor } from '../use-editor.ts'
import { useConnection, usePorts } from '../use-reel.ts'
import { useSettled } from '../use-settled.ts'
import { GainField } from './gain-field.tsx'
import { SoundFile } from './sound-file.tsx'

/** The voice that speaks the narration of the segments, or an own recording. */
export function VoiceLane({ voice }: { readonly voice: StoryVoice }) {
  const { t, i18n } = useTranslation()
  const { story, patch } = useEditor()
  const keep = (part: Partial<StoryVoice>): void => patch({ soundtrack: { voice: { ...voice, ...part } } })
  const speed = useSettled(voice.speed, (value) => keep({ speed: value }))
  const silent = story.segments.every(({ narration }) => narration.trim() === '')
  const speedText = t('sound.times', { value: formatNumber(speed.value, i18n.language, 2) })
  return (
    <section aria-label={t('sound.voice')} className="glass flex flex-col gap-3 rounded-card p-3">
      <div className="flex items-center gap-2">
        <Mic aria-hidden className="size-4 text-accent" />
        <h3 className="grow text-xs font-semibold text-ink">{t('sound.voice')}</h3>
        <IconButton
          size="small"
          label={t('sound.removeVoice')}
          icon={<X aria-hidden className="size-4" />}
          onClick={() => patch({ soundtrack: { voice: null } })}
        />
      </div>
      <SoundFile label={t('sound.voice')} asset={voice.asset} onChange={(asset) => keep({ asset })} />
      {voice.asset !== null ? null : (
        <>
          {silent ? <Notice>{t('sound.nothingToSay')}</Notice> : null}
          <MakerSelect
            kind="speech"
            title={t('sound.voiceBy')}
            inherited={t('sound.voiceLocal')}
            provider={voice.provider}
            onChange={(provider) => keep({ provider, voice: null })}
          />
          <VoiceSelect voice={voice} onChange={(id) => keep({ voice: id })} />
          <Field title={t('sound.speed')} aside={speedText}>
            <Slider
              label={t('sound.speed')}
              value={speed.value}
              minimum={SPEED.minimum}
              maximum={SPEED.maximum}
              step={0.05}
              valueText={speedText}
              onChange={speed.onChange}
              onCommit={speed.onCommit}
            />
          </Field>
        </>
      )}
      <GainField label={t('sound.voiceGain')} gain={voice.gain} onKeep={(gain) => keep({ gain })} />
    </section>
  )
}

function VoiceSelect({ voice, onChange }: { readonly voice: StoryVoice; readonly onChange: (id: string | null) => void }) {
  const { t } = useTranslation()
  const voices = useVoices()
  const fitting = voices.filter(({ provider }) => voice.provider === null || provider === voice.provider)
  const chosen = voices.find(({ id }) => id === voice.voice)
  return (
    <Field title={t('sound.whichVoice')} {...(chosen?.draft === true ? { hint: t('sound.draftHint') } : {})}>
      <Select
        label={t('sound.whichVoice')}
        value={voice.voice ?? ''}
        options={[
          { value: '', label: t('sound.anyVoice') },
          ...fitting.map(({ id, name, draft }) => ({ value: id, label: draft ? t('sound.draftVoice', { name }) : name })),
        ]}
        onChange={(id) => onChange(id === '' ? null : id)}
      />
    </Field>
  )
}

const NO_VOICES: readonly Voice[] = []

function useVoices(): readonly Voice[] {
  const { voices } = usePorts()
  const live = useConnection() === 'live'
  const [found, setFound] = useState(NO_VOICES)
  useEffect(() => {
    if (!live) return undefined
    let stale = false
    void (async () => {
      const reply = await voices()
      if (!stale && reply.kind === 'ok') setFound(reply.value.items)
    })()
    return () => {
      stale = true
    }
  }, [voices, live])
  return found
}
