import type { TemplateId } from 'shared/strategy'
import type { MotionSpec } from '../spec.ts'
import { chooseTemplate } from './choose-template.ts'
import { type Content, parseContent } from './content.ts'
import { beforeAfter } from './designs/before-after.ts'
import { countdown } from './designs/countdown.ts'
import { kineticType } from './designs/kinetic-type.ts'
import { list } from './designs/list.ts'
import { logoSting } from './designs/logo-sting.ts'
import { offer } from './designs/offer.ts'
import { productCard } from './designs/product-card.ts'
import { quote } from './designs/quote.ts'
import type { Graph, Node } from './node.ts'
import { overlayNodes } from './overlays/overlay.ts'
import { scenery } from './scenery.ts'
import { makeStage, type Stage } from './stage.ts'

/** Null where the words do not fit the design: then they are set as plain kinetic type, which takes any text. */
type Design = (stage: Stage, content: Content) => readonly Node[] | null

const DESIGNS: Readonly<Record<TemplateId, Design>> = {
  kinetic_type: kineticType,
  product_card: productCard,
  quote,
  countdown,
  list,
  before_after: beforeAfter,
  offer,
  logo_sting: logoSting,
}

/** Everything that is seen of a spec's words, by the template that was asked for or that fits them. Pure: same spec, same graph. */
export function graphOf(spec: MotionSpec): Graph {
  const text = spec.title?.text ?? ''
  const hasPicture = spec.picture !== null
  const id = spec.title?.template ?? chooseTemplate(text, spec.style, hasPicture)
  const stage = makeStage(spec, spec.title?.platform ?? null, hasPicture)
  const behind = scenery(stage)
  const content = parseContent(text)
  const above = spec.overlay === null ? [] : overlayNodes(spec.overlay, { ...spec, seconds: stage.seconds })
  return {
    backdrop: stage.palette.backdrop,
    nodes: [...behind, ...(DESIGNS[id](stage, content) ?? kineticType(stage, content)), ...above],
  }
}
