/**
 * A pinhole camera before flat layers. Lengths across the picture are counted in frame heights from its centre, x right and y down;
 * lengths along the optical axis in distances of the subject. At rest every layer fills the frame, however far away it is.
 */

import { type Homography, multiply, type Point } from './matrix.ts'

/** Where the camera stands and how it looks. Angles in radians. */
export interface Pose {
  /** How far it has moved sideways and down, as the subject's plane shows it at rest. */
  readonly x: number
  readonly y: number
  /** How much of the way to the subject it has gone. */
  readonly z: number
  /** To the right. */
  readonly yaw: number
  /** Upwards. */
  readonly pitch: number
  /** Clockwise, as the operator sees it. */
  readonly roll: number
  /** Focal length over the focal length at rest. */
  readonly zoom: number
  /** Offset of the optical axis on the picture: a turn too small for its keystone to matter. Moves every layer alike. */
  readonly shiftX: number
  readonly shiftY: number
}

export const REST: Pose = { x: 0, y: 0, z: 0, yaw: 0, pitch: 0, roll: 0, zoom: 1, shiftX: 0, shiftY: 0 }

/** Focal length at rest over the frame's longer side: a field of view of 45°, about that of a normal lens. */
const FOCAL_LENGTH = 1.2

/** Focal length at rest in frame heights. */
export function focalLength(aspect: number): number {
  return FOCAL_LENGTH * Math.max(1, aspect)
}

/**
 * How a layer is seen: output shares to shares of the framed picture. Each ray of the pinhole is cut with the layer's plane
 * (Hartley and Zisserman, Multiple View Geometry, 2nd ed., section 8.1.1).
 * @param depth the layer's distance, in units of the subject's; more than `pose.z`
 * @param aspect frame width divided by frame height
 */
export function viewOf(pose: Pose, depth: number, aspect: number): Homography {
  const focal = focalLength(aspect)
  const rays = multiply(rotation(pose), [1 / pose.zoom, 0, pose.shiftX, 0, 1 / pose.zoom, pose.shiftY, 0, 0, focal])
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = rays
  const near = (depth - pose.z) / depth
  const x = pose.x / (depth * focal)
  const y = pose.y / (depth * focal)
  const plane: Homography = [
    near * m0 + x * m6,
    near * m1 + x * m7,
    near * m2 + x * m8,
    near * m3 + y * m6,
    near * m4 + y * m7,
    near * m5 + y * m8,
    m6 / focal,
    m7 / focal,
    m8 / focal,
  ]
  const heights: Homography = [aspect, 0, -aspect / 2, 0, 1, -0.5, 0, 0, 1]
  const shares: Homography = [1 / aspect, 0, 0.5, 0, 1, 0.5, 0, 0, 1]
  return normalised(multiply(multiply(shares, plane), heights))
}

/** Turns rays of the camera into rays of the world: first roll, then pitch, then yaw. */
function rotation({ yaw, pitch, roll }: Pick<Pose, 'yaw' | 'pitch' | 'roll'>): Homography {
  const turned: Homography = [Math.cos(yaw), 0, Math.sin(yaw), 0, 1, 0, -Math.sin(yaw), 0, Math.cos(yaw)]
  const tilted: Homography = [1, 0, 0, 0, Math.cos(pitch), -Math.sin(pitch), 0, Math.sin(pitch), Math.cos(pitch)]
  const rolled: Homography = [Math.cos(roll), -Math.sin(roll), 0, Math.sin(roll), Math.cos(roll), 0, 0, 0, 1]
  return multiply(turned, multiply(tilted, rolled))
}

function normalised([a, b, c, d, e, f, g, h, i]: Homography): Homography {
  return [a / i, b / i, c / i, d / i, e / i, f / i, g / i, h / i, 1]
}

/**
 * The camera carried around a point of the subject's plane, which stays where it is in the frame and as large as it is.
 * @param point in frame heights from the centre
 */
export function around(point: Point, yaw: number, pitch: number, aspect: number): Pose {
  const focal = focalLength(aspect)
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = rotation({ yaw, pitch, roll: 0 })
  return {
    ...REST,
    x: point.x - (m0 * point.x + m1 * point.y + m2 * focal),
    y: point.y - (m3 * point.x + m4 * point.y + m5 * focal),
    z: 1 - (m6 * point.x + m7 * point.y + m8 * focal) / focal,
    yaw,
    pitch,
  }
}
