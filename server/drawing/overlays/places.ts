import type { Rectangle } from 'shared/camera'
import type { StoryOverlay } from 'shared/wire'
import type { Area } from '../bitmaps.ts'

export type Place = Extract<StoryOverlay, { readonly kind: 'text' }>['place']

interface Taken extends Rectangle {
  readonly start: number
  readonly end: number
}

interface Span {
  readonly start: number
  readonly end: number
}

/** The places of a zone that overlays take one after the other. */
export interface Places {
  /**
   * The left upper corner for a box: at its place where nothing lies there at that time, else beside what does, away from the edge.
   * @param gap between two boxes, in pixels
   * @returns null where the zone is full
   */
  find(place: Place, box: { readonly width: number; readonly height: number }, times: Span, gap: number): { x: number; y: number } | null
}

/** @param reserved what no overlay may cover at any time */
export function stack(zone: Rectangle, reserved: Area | null): Places {
  const taken: Taken[] = reserved === null ? [] : [{ ...reserved, start: -Infinity, end: Infinity }]
  const inTheWay = (box: Rectangle, times: Span): Taken | undefined =>
    taken.find((other) => meets(box, other) && times.start < other.end && other.start < times.end)
  const search = (first: Rectangle, times: Span, gap: number, upwards: boolean): Rectangle | null => {
    let box = first
    for (let other = inTheWay(box, times); other !== undefined; other = inTheWay(box, times)) {
      box = { ...box, y: upwards ? other.y - gap - box.height : other.y + other.height + gap }
      if (box.y < zone.y - 1 || box.y + box.height > zone.y + zone.height + 1) return null
    }
    return box
  }
  return {
    find(place, { width, height }, times, gap) {
      if (width > zone.width + 1 || height > zone.height + 1) return null
      const across = place.endsWith('left') ? 0 : place.endsWith('right') ? 1 : 0.5
      const down = place.startsWith('top') ? 0 : place.startsWith('bottom') ? 1 : 0.5
      const wished = { x: zone.x + across * (zone.width - width), y: zone.y + down * (zone.height - height), width, height }
      const upwards = down === 1
      const found = search(wished, times, gap, upwards) ?? search(wished, times, gap, !upwards)
      if (found === null) return null
      taken.push({ ...found, ...times })
      return { x: found.x, y: found.y }
    },
  }
}

function meets(one: Rectangle, other: Rectangle): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height
}
