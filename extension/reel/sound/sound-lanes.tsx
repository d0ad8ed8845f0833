import { Music, Mic } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, Field, Slider, Switch } from '../../ui/index.ts'
import { LOUDNESS, NEW_MUSIC, NEW_VOICE } from '../limits.ts'
import { useEditor } from '../use-editor.ts'
import { useSettled } from '../use-settled.ts'
import { MusicLane } from './music-lane.tsx'
import { VoiceLane } from './voice-lane.tsx'

/** What is heard: music, a voice, how they go together and how loud it all is. */
export function SoundLanes() {
  const { t } = useTranslation()
  const { story, patch } = useEditor()
  const { music, voice, ducking, loudness } = story.soundtrack
  return (
    <section aria-label={t('reel.part.sound')} className="flex min-w-0 flex-col gap-3.5">
      {music === null ? (
        <Button icon={<Music aria-hidden className="size-4" />} onClick={() => patch({ soundtrack: { music: NEW_MUSIC } })}>
          {t('sound.addMusic')}
        </Button>
      ) : (
        <MusicLane music={music} />
      )}
      {voice === null ? (
        <Button icon={<Mic aria-hidden className="size-4" />} onClick={() => patch({ soundtrack: { voice: NEW_VOICE } })}>
          {t('sound.addVoice')}
        </Button>
      ) : (
        <VoiceLane voice={voice} />
      )}
      <Switch
        label={t('sound.ducking')}
        hint={t('sound.duckingHint')}
        checked={ducking}
        onChange={(checked) => patch({ soundtrack: { ducking: checked } })}
      />
      <Switch
        label={t('sound.loudness')}
        hint={t('sound.loudnessHint')}
        checked={loudness !== null}
        onChange={(checked) => patch({ soundtrack: { loudness: checked ? LOUDNESS.default : null } })}
      />
      {loudness === null ? null : <Loudness value={loudness} />}
    </section>
  )
}

function Loudness({ value }: { readonly value: number }) {
  const { t } = useTranslation()
  const { patch } = useEditor()
  const slide = useSettled(value, (loudness) => patch({ soundtrack: { loudness } }))
  const text = t('sound.lufs', { value: slide.value })
  return (
    <Field title={t('sound.target')} aside={text}>
      <Slider
        label={t('sound.target')}
        value={slide.value}
        minimum={LOUDNESS.minimum}
        maximum={LOUDNESS.maximum}
        step={1}
        valueText={text}
        onChange={slide.onChange}
        onCommit={slide.onCommit}
      />
    </Field>
  )
}
