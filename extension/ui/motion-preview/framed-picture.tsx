import type { ReactNode } from 'react'
import { placeAt, placeToShow, type Shot, shotFraming } from './stage.ts'

/** Radius of the fill's blur as a share of the frame's width; a container unit, so that it grows with the preview. */
const BLUR = '4cqi'

const PICTURE = 'pointer-events-none absolute max-w-none select-none'

/** The framed picture, before the camera: what the frame would show if the camera stood still. */
export function FramedPicture({ shot, children }: { readonly shot: Pick<Shot, 'picture' | 'fit' | 'frame'>; readonly children?: ReactNode }) {
  if (shot.picture === null) return children
  const { url } = shot.picture
  const framed = shotFraming(shot)
  if (framed.kind === 'box') return <img alt="" src={url} draggable={false} className={PICTURE} style={placeToShow(framed.box)} />
  return (
    <>
      <img
        alt=""
        src={url}
        draggable={false}
        className={PICTURE}
        style={{ ...placeToShow(framed.fill), filter: `blur(${BLUR}) brightness(0.7)` }}
      />
      <img alt="" src={url} draggable={false} className={PICTURE} style={placeAt(framed.placed)} />
    </>
  )
}
