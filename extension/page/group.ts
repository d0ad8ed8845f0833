import type { ImageAlternate, ImageCandidate, Size, ViewportBox } from 'shared/page'
import { pictureKey } from './address.ts'
import type { Found, FoundFile, PageWindow } from './found.ts'

/** For telling what is in sight. */
type Viewport = Pick<PageWindow, 'innerWidth' | 'innerHeight'>

/**
 * Merges what was found into pictures, each with its files best first, and ranks them. Two findings are one picture where any of their
 * files are.
 */
export function groupFound(all: readonly Found[], viewport: Viewport): readonly ImageCandidate[] {
  const groups: { found: Found[]; keys: Set<string> }[] = []
  const byKey = new Map<string, (typeof groups)[number]>()
  for (const found of all) {
    if (found.files.length === 0) continue
    const keys = found.files.map((file) => pictureKey(file.url))
    const known = new Set(keys.flatMap((key) => byKey.get(key) ?? []))
    const [first = { found: [], keys: new Set<string>() }, ...others] = known
    if (known.size === 0) groups.push(first)
    first.found.push(found)
    for (const key of keys) first.keys.add(key)
    for (const other of others) {
      first.found.push(...other.found)
      for (const key of other.keys) first.keys.add(key)
      groups.splice(groups.indexOf(other), 1)
    }
    for (const key of first.keys) byKey.set(key, first)
  }
  return groups.map((group) => toCandidate(group.found, viewport)).sort((one, other) => other.rank - one.rank)
}

function toCandidate(found: readonly Found[], viewport: Viewport): ImageCandidate {
  const files = uniqueFiles(found.flatMap((each) => each.files))
  const shown = files.filter((file) => file.measured).reduce((most, file) => Math.max(most, areaOf(file)), 0)
  const largest = files.reduce((most, file) => Math.max(most, areaOf(file)), 0)
  const ordered = files.toSorted((one, other) => expectedArea(other, shown, largest) - expectedArea(one, shown, largest))
  const [best, ...rest] = ordered
  if (best === undefined) throw new RangeError('a group of findings without a file')
  const measured = ordered.find((file) => file.measured)
  const box = found.map((each) => each.box).reduce(largerBox, null)
  return {
    // A canvas that is drawn over stays the same picture, so it goes by its place.
    id: hashText(best.kind === 'canvas' && box !== null ? `${best.kind} ${box.x} ${box.y}` : pictureKey(best.url)),
    url: best.url,
    kind: best.kind,
    declaredSize: best.measured ? null : sizeOf(best),
    measuredSize: measured === undefined ? null : sizeOf(measured),
    box,
    alt: found.map((each) => each.alt.trim()).find((alt) => alt !== '') ?? '',
    alternates: rest.map((file): ImageAlternate => ({ url: file.url, size: sizeOf(file), kind: file.kind })),
    rank: rankOf(best, shown, box, Math.max(...found.map((each) => each.weight)), viewport),
  }
}

/** One entry for each address; what was measured outweighs what was declared. */
function uniqueFiles(files: readonly FoundFile[]): readonly FoundFile[] {
  const unique = new Map<string, FoundFile>()
  for (const file of files) {
    const before = unique.get(file.url)
    if (before === undefined) unique.set(file.url, file)
    else if (file.measured && !before.measured) unique.set(file.url, { ...file, promisesMore: before.promisesMore })
    else {
      const promisesMore = before.promisesMore || file.promisesMore
      unique.set(file.url, { ...before, promisesMore, width: before.width ?? file.width, height: before.height ?? file.height })
    }
  }
  return [...unique.values()]
}

function areaOf(file: FoundFile): number {
  if (file.width === null) return 0
  return file.width * (file.height ?? file.width)
}

/**
 * What a file is likely to hold: its known size, or more than any known one where the page promises a large version, else a little less
 * than is shown.
 */
function expectedArea(file: FoundFile, shown: number, largest: number): number {
  const known = areaOf(file)
  if (known > 0) return known
  return file.promisesMore ? largest * 1.1 + 1 : shown * 0.99
}

const LARGEST_USEFUL_AREA = 4_000_000

function rankOf(best: FoundFile, shown: number, box: ViewportBox | null, weight: number, viewport: Viewport): number {
  const drawn = box === null ? 0 : box.width * box.height
  const area = Math.min(LARGEST_USEFUL_AREA, Math.max(expectedArea(best, shown, Math.max(shown, drawn)), drawn, 40_000))
  const size = sizeOf(best) ?? box
  const aspect = size === null ? 1 : size.width / size.height
  const shape = aspect >= 0.3 && aspect <= 3.5 ? 1 : 0.3
  const short = size === null ? 1 : Math.min(size.width, size.height) < 200 ? 0.25 : 1
  return Math.sqrt(area) * weight * shape * short * (1 + shareInSight(box, viewport))
}

/** How much of a box is in sight, 0..1. */
function shareInSight(box: ViewportBox | null, viewport: Viewport): number {
  if (box === null) return 0
  const across = Math.min(box.x + box.width, viewport.innerWidth) - Math.max(box.x, 0)
  const down = Math.min(box.y + box.height, viewport.innerHeight) - Math.max(box.y, 0)
  return across <= 0 || down <= 0 ? 0 : (across * down) / (box.width * box.height)
}

function sizeOf(file: FoundFile): Size | null {
  return file.width === null || file.height === null ? null : { width: file.width, height: file.height }
}

function largerBox(one: ViewportBox | null, other: ViewportBox | null): ViewportBox | null {
  if (one === null || other === null) return one ?? other
  return other.width * other.height > one.width * one.height ? other : one
}

/** FNV-1a, 32 bits, twice with different starts: short, stable and good enough to tell the pictures of one page apart. */
function hashText(text: string): string {
  const half = (start: number): string => {
    let hash = start
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93)
    return (hash >>> 0).toString(36)
  }
  return `pic_${half(0x81_1c_9d_c5)}${half(0x9d_c5_81_1c)}`
}
