import type { ReactNode } from 'react'
import { BLURRED_FILL } from 'shared/camera'
import { placeAt, placeToShow, type Shot, shotFraming } from './stage.ts'

/** The fill's look; its deviation is a share of the frame's width, hence the container unit, which grows with the preview. */
const FILL_FILTER = `blur(${BLURRED_FILL.deviation * 100}cqi) brightness(${BLURRED_FILL.brightness})`
/** CSS fades a blur out at the element's edges; a larger copy below fills what fades with nearly what the engine has there. */
const UNDERLAY_SCALE = 1.12

const PICTURE = 'pointer-events-none absolute max-w-none select-none'

export interface FramedPictureProps {
  readonly shot: Pick<Shot, 'picture' | 'fit' | 'frame'>
  readonly children?: ReactNode
}

/** The framed picture, before the camera: what the frame would show if the camera stood still. */
export function FramedPicture({ shot, children }: FramedPictureProps) {
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
        style={{ ...placeToShow(framed.fill), filter: FILL_FILTER, scale: UNDERLAY_SCALE }}
      />
      <img alt="" src={url} draggable={false} className={PICTURE} style={{ ...placeToShow(framed.fill), filter: FILL_FILTER }} />
      <img alt="" src={url} draggable={false} className={PICTURE} style={placeAt(framed.placed)} />
    </>
  )
}
