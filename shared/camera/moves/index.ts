/** The table of moves. */

import type { CameraMove } from '../choice.ts'
import { bulletTime, fpvDrone, orbit } from './arcs.ts'
import { dollyIn, dollyOut, dollyZoom, throughObject } from './dollies.ts'
import { handheldSubtle } from './handheld.ts'
import type { Move } from './move.ts'
import { craneUp, panSlow, whipPanRight } from './pans.ts'
import { crashZoomIn, spiralZoom, staticFocus } from './zooms.ts'

export const MOVES: Readonly<Record<CameraMove, Move>> = {
  dolly_slow: dollyIn,
  dolly_out: dollyOut,
  pan_slow: panSlow,
  crane_up: craneUp,
  static_focus: staticFocus,
  handheld_subtle: handheldSubtle,
  dolly_zoom: dollyZoom,
  crash_zoom_in: crashZoomIn,
  whip_pan_right: whipPanRight,
  fpv_drone: fpvDrone,
  spiral_zoom: spiralZoom,
  bullet_time: bulletTime,
  through_object: throughObject,
  orbit,
}
