import { useTranslation } from 'react-i18next'
import type { Segment } from 'shared/wire'
import { ImprovePrompt } from '../../ui/index.ts'
import { TextField } from '../text-field.tsx'
import { useEditor } from '../use-editor.ts'
import { useConnection, usePorts } from '../use-reel.ts'

/**
 * What happens in a segment, with better words on offer where they describe a shot and are not drawn themselves.
 * @param drawn whether the segment is an animated title
 */
export function PromptField({ segment, drawn }: { readonly segment: Segment; readonly drawn: boolean }) {
  const { t } = useTranslation()
  const { story, change } = useEditor()
  const { improvePrompt } = usePorts()
  const offline = useConnection() === 'offline'
  const { settings, cast } = story
  return (
    <TextField
      title={t('segment.prompt')}
      value={segment.prompt}
      rows={3}
      placeholder={t('segment.promptPlaceholder')}
      limit="prompt"
      onKeep={(prompt) => change(segment, { prompt: prompt.trim() })}
      {...(drawn
        ? {}
        : {
            renderTools: (value, replace) => (
              <ImprovePrompt
                value={value}
                offline={offline}
                ask={(prompt) =>
                  improvePrompt({
                    prompt,
                    duration: segment.duration,
                    ...(settings.styleText === '' ? {} : { style: settings.styleText }),
                    ...(cast.length === 0 ? {} : { cast: cast.map(({ name }) => name) }),
                  })
                }
                onChange={replace}
              />
            ),
          })}
    />
  )
}
