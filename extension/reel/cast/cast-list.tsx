import { Plus, Trash2, UserRound, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CastMember } from 'shared/wire'
import { Button, Disclosure, IconButton } from '../../ui/index.ts'
import { MOST_CAST, MOST_CAST_PICTURES } from '../limits.ts'
import { Picture } from '../picture.tsx'
import { PictureDialog } from '../segment/picture-field.tsx'
import { TextField } from '../text-field.tsx'
import { useEditor } from '../use-editor.ts'
import { useAsset } from '../use-reel.ts'

/** People and products that several segments show: a segment whose words name one gets its pictures. */
export function CastList() {
  const { t } = useTranslation()
  const { story, patch } = useEditor()
  const { cast } = story
  const keep = (next: readonly CastMember[]): void => patch({ cast: [...next] })
  const add = (): void => {
    const name = t('cast.newName', { position: cast.length + 1 })
    keep([...cast, { id: crypto.randomUUID(), name, description: '', images: [] }])
  }
  return (
    <Disclosure title={t('cast.title')} now={cast.length === 0 ? t('cast.none') : cast.map(({ name }) => name).join(', ')}>
      <p className="text-xs text-muted">{t('cast.hint')}</p>
      <ul aria-label={t('cast.title')} className="flex flex-col gap-2">
        {cast.map((member) => (
          <li key={member.id}>
            <Member
              member={member}
              onChange={(changed) => keep(cast.map((each) => (each.id === member.id ? changed : each)))}
              onRemove={() => keep(cast.filter(({ id }) => id !== member.id))}
            />
          </li>
        ))}
      </ul>
      <Button
        size="small"
        className="self-start"
        disabled={cast.length >= MOST_CAST}
        icon={<Plus aria-hidden className="size-3.5" />}
        onClick={add}
      >
        {t('cast.add')}
      </Button>
    </Disclosure>
  )
}

interface MemberProps {
  readonly member: CastMember
  readonly onChange: (member: CastMember) => void
  readonly onRemove: () => void
}

function Member({ member, onChange, onRemove }: MemberProps) {
  const { t } = useTranslation()
  const [choosing, setChoosing] = useState(false)
  return (
    <fieldset className="glass flex min-w-0 flex-col gap-3 rounded-card p-3">
      <legend className="sr-only">{member.name}</legend>
      <div className="flex items-center gap-2">
        <UserRound aria-hidden className="size-4 text-accent" />
        <span className="min-w-0 grow truncate text-xs font-semibold text-ink">{member.name}</span>
        <IconButton
          size="small"
          label={t('cast.remove', { name: member.name })}
          icon={<Trash2 aria-hidden className="size-4" />}
          onClick={onRemove}
        />
      </div>
      <TextField
        title={t('cast.name')}
        value={member.name}
        rows={1}
        limit="name"
        onKeep={(value) => {
          if (value.trim() !== '') onChange({ ...member, name: value.trim() })
        }}
      />
      <TextField
        title={t('cast.description')}
        value={member.description}
        rows={2}
        limit="description"
        onKeep={(description) => onChange({ ...member, description })}
      />
      <ul aria-label={t('cast.pictures')} className="flex flex-wrap gap-2">
        {member.images.map((image, at) => (
          <li key={image} className="relative">
            <CastPicture assetId={image} />
            <IconButton
              size="small"
              look="secondary"
              className="absolute inset-e-0 inset-bs-0 size-6"
              label={t('cast.removePicture', { position: at + 1 })}
              icon={<X aria-hidden className="size-3" />}
              onClick={() => onChange({ ...member, images: member.images.filter((id) => id !== image) })}
            />
          </li>
        ))}
        <li>
          <IconButton
            look="secondary"
            className="size-14"
            label={t('cast.addPicture')}
            disabled={member.images.length >= MOST_CAST_PICTURES}
            icon={<Plus aria-hidden className="size-4" />}
            onClick={() => setChoosing(true)}
          />
        </li>
      </ul>
      {choosing ? (
        <PictureDialog
          onClose={() => setChoosing(false)}
          onChosen={({ id }) => {
            setChoosing(false)
            if (!member.images.includes(id)) onChange({ ...member, images: [...member.images, id] })
          }}
        />
      ) : null}
    </fieldset>
  )
}

function CastPicture({ assetId }: { readonly assetId: string }) {
  const asset = useAsset(assetId)
  return <Picture asset={asset} alt={asset?.title ?? ''} className="size-14 rounded-lg" />
}
