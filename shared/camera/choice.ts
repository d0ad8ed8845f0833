/** What can be asked of the camera, and what it answers. */

import type { Rectangle } from './aspect.ts'
import type { Homography, Point } from './matrix.ts'

/** The moves that exist, by their names in cinematography. */
export const CAMERA_MOVES = [
  'dolly_slow',
  'dolly_out',
  'pan_slow',
  'crane_up',
  'static_focus',
  'handheld_subtle',
  'dolly_zoom',
  'crash_zoom_in',
  'whip_pan_right',
  'fpv_drone',
  'spiral_zoom',
  'bullet_time',
  'through_object',
  'orbit',
] as const
export type CameraMove = (typeof CAMERA_MOVES)[number]

/** Where a shot begins: where its move does, or at the whole picture as it is, from where it goes over into the move. */
export const CAMERA_STARTS = ['move', 'whole'] as const
export type CameraStart = (typeof CAMERA_STARTS)[number]

export const INTENSITIES = ['low', 'medium', 'high'] as const
export type Intensity = (typeof INTENSITIES)[number]

/** Amplitude of a move relative to medium. */
export const INTENSITY_SCALE: Readonly<Record<Intensity, number>> = { low: 0.6, medium: 1, high: 1.5 }

/** A keyframe of an own path. */
export interface PathKeyframe {
  /** 0..1 of the clip's length. */
  readonly t: number
  /** Centre of what is seen, as shares of the framed picture. */
  readonly x: number
  readonly y: number
  /** Width of the framed picture over the width that is seen, >= 1. */
  readonly zoom: number
  /** Degrees by which the camera is turned clockwise. */
  readonly roll: number
}

/** A move by its name, or a path of two or more keyframes in ascending order of time. */
export type CameraChoice = CameraMove | { readonly path: readonly PathKeyframe[] }

export interface CameraOptions {
  /** 0..4294967295. Decides what is random and nothing else. */
  readonly seed: number
  /** Scales the amplitude: 1 is medium. */
  readonly intensity: number
  /** Frame width divided by frame height. */
  readonly aspect: number
  /** Length of the clip: what happens in real time, like a whip pan or a hand's tremor, takes as long in every clip. */
  readonly seconds: number
  /** Box of the subject, as shares of the framed picture. */
  readonly subject?: Rectangle
  /** Point that the shot is of where no subject is known, as shares of the framed picture; else the centre. */
  readonly target?: Point
  /** Distance of each layer from the camera, background first, in units of the subject's: [1] is a whole picture, [2, 1] a cut-out. */
  readonly depths: readonly number[]
  /** Where the move begins where nothing is said. */
  readonly from?: CameraStart
}

/** How one layer is seen. */
export interface CameraLayer {
  /** Output in [0,1]² to framed picture in [0,1]², row-major, y down. */
  readonly view: Homography
  /** 1 is sharp, 0 fully out of focus. */
  readonly focus: number
  /** 1 covers what is behind it. */
  readonly opacity: number
}

export interface CameraState {
  /** Background first. */
  readonly layers: readonly CameraLayer[]
  /** Share of the frame's time during which the shutter is open: 0 is no motion blur. */
  readonly shutter: number
}

/** Standard deviation of the Gaussian that stands for a lens fully out of focus, as a share of the frame's longer side. */
export const DEFOCUS_DEVIATION = 0.016
