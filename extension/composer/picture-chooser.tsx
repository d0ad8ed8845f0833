import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Asset } from 'shared/wire'
import { failureText, Notice } from '../ui/index.ts'
import type { ChosenFacts } from './chosen.ts'
import { PicturePicker } from './picture-picker.tsx'
import type { ComposerPorts } from './ports.ts'
import { usePageImages } from './use-page-images.ts'
import { usePictureTaking } from './use-picture-taking.ts'

export interface PictureChooserProps {
  readonly ports: Omit<ComposerPorts, 'takeIntent' | 'onIntent'>
  /** The picture is in the library now. */
  readonly onChosen: (asset: Asset) => void
}

/** The composer's ways to a picture for other rooms: from the page, picked on it, or uploaded, and handed over at once. */
export function PictureChooser({ ports, onChosen }: PictureChooserProps) {
  const { t } = useTranslation()
  const [fault, setFault] = useState<string | null>(null)
  const { upload } = ports
  const choose = useCallback(
    (picture: ChosenFacts & { readonly blob: Blob }) => {
      setFault(null)
      void (async () => {
        const reply = await upload(picture.blob, picture.upload)
        if (reply.kind === 'ok') onChosen(reply.value)
        else setFault(failureText(t, reply))
      })()
    },
    [upload, onChosen, t],
  )
  // What is right-clicked on a page goes into the Create tab, wherever else pictures are chosen.
  const [quiet] = useState<ComposerPorts>(() => ({ ...ports, takeIntent: async () => null, onIntent: () => () => undefined }))
  const taking = usePictureTaking(quiet, choose)
  const { images, scan } = usePageImages(ports.reader, true)
  return (
    <>
      {fault === null ? null : (
        <Notice tone="danger" announce="polite">
          {fault}
        </Notice>
      )}
      <PicturePicker images={images} taking={taking} requestAccess={(origin) => ports.reader.requestAccess(origin)} onScan={scan} />
    </>
  )
}
