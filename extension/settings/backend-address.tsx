import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, classes, Field, INPUT_LOOK, useToast } from '../ui/index.ts'
import type { SettingsPorts } from './ports.ts'

/** Where the backend listens. */
export function BackendAddress({ ports }: { readonly ports: Pick<SettingsPorts, 'connection' | 'readBase' | 'saveBase'> }) {
  const { t } = useTranslation()
  const toast = useToast()
  const id = useId()
  const [text, setText] = useState<string | null>(null)
  const shown = text ?? ports.connection.base
  const base = ports.readBase(shown.trim())
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (base === null) return
        void ports.saveBase(base).then(() => {
          setText(null)
          toast({ text: t('settings.saved') })
        })
      }}
    >
      <Field title={t('pairing.address')} htmlFor={id}>
        <div className="flex gap-2">
          <input
            id={id}
            value={shown}
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            aria-invalid={base === null}
            aria-describedby={`${id}-hint`}
            onChange={(event) => setText(event.target.value)}
            className={classes(INPUT_LOOK, 'min-w-0')}
          />
          <Button type="submit" disabled={base === null || base === ports.connection.base}>
            {t('pairing.save')}
          </Button>
        </div>
        <p id={`${id}-hint`} className={classes('text-xs', base === null ? 'text-danger' : 'text-muted')}>
          {base === null ? t('pairing.addressInvalid') : t('pairing.addressHint')}
        </p>
      </Field>
    </form>
  )
}
