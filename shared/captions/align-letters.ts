/** How far two texts may run apart, in letters. */
const BAND = 150
/** Opening a gap costs more than going on with it, so that words are matched as a whole. */
const OPEN = 4
const EXTEND = 1
const MISMATCH = 2
/** Far above every cost, and small enough to be added to and multiplied. */
const UNREACHABLE = 0xff_ff_ff
const NO_WAY = UNREACHABLE * 4

/** What the last step of a path was: a letter of both, of the first alone, of the second alone. */
const STATES = [0, 1, 2] as const
const [BOTH, FIRST, SECOND] = STATES
type State = (typeof STATES)[number]

/** The least costs of the paths to the cells of one row, by their last step. */
type Row = readonly [Int32Array, Int32Array, Int32Array]

/**
 * The pairs of equal letters of the cheapest alignment of two texts with affine gaps (Gotoh 1982), within a band around the diagonal.
 * @returns indices into both, ascending
 */
export function alignLetters(first: readonly string[], second: readonly string[]): readonly (readonly [number, number])[] {
  const [rows, columns] = [first.length, second.length]
  const half = Math.max(BAND, Math.abs(rows - columns))
  const width = 2 * half + 1
  /** The column in which the band of a row begins. */
  const offset = (row: number): number => Math.round((row * columns) / Math.max(1, rows)) - half
  const origins = new Uint8Array((rows + 1) * width)
  let [above, current] = [emptyRow(width), emptyRow(width)]
  for (let row = 0; row <= rows; row++) {
    for (const costs of current) costs.fill(UNREACHABLE)
    const begin = offset(row)
    const shift = row === 0 ? 0 : begin - offset(row - 1)
    for (let place = Math.max(0, -begin); place < width && begin + place <= columns; place++) {
      const column = begin + place
      if (row === 0 && column === 0) {
        current[BOTH][place] = 0
        continue
      }
      const equal = row > 0 && column > 0 && first[row - 1] === second[column - 1]
      const both = row === 0 || column === 0 ? NO_WAY : cheapest(above, place + shift - 1, null)
      const skipFirst = row === 0 ? NO_WAY : cheapest(above, place + shift, FIRST)
      const skipSecond = column === 0 ? NO_WAY : cheapest(current, place - 1, SECOND)
      current[BOTH][place] = (both >> 2) + (equal ? 0 : MISMATCH)
      current[FIRST][place] = skipFirst >> 2
      current[SECOND][place] = skipSecond >> 2
      origins[row * width + place] = (both & 3) | ((skipFirst & 3) << 2) | ((skipSecond & 3) << 4)
    }
    ;[above, current] = [current, above]
  }
  const originOf = (row: number, column: number, state: State): State =>
    stateOf(((origins[row * width + column - offset(row)] ?? 0) >> (2 * state)) & 3)
  return trace(first, second, originOf, stateOf(cheapest(above, columns - offset(rows), null) & 3))
}

function emptyRow(width: number): Row {
  return [new Int32Array(width), new Int32Array(width), new Int32Array(width)]
}

/**
 * The best way to a cell and what it costs to go on from there with a step that skips a letter: the cost times four, and the last step. One number,
 * as there are millions of cells.
 */
function cheapest(row: Row, place: number, skip: State | null): number {
  let best = NO_WAY
  for (const state of STATES) {
    const cost = (row[state][place] ?? UNREACHABLE) + (skip === null ? 0 : skip === state ? EXTEND : OPEN)
    best = Math.min(best, cost * 4 + state)
  }
  return best
}

function trace(
  first: readonly string[],
  second: readonly string[],
  originOf: (row: number, column: number, state: State) => State,
  end: State,
): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = []
  let [row, column, state] = [first.length, second.length, end]
  while (row > 0 && column > 0) {
    const origin = originOf(row, column, state)
    if (state === BOTH && first[row - 1] === second[column - 1]) pairs.push([row - 1, column - 1])
    if (state !== SECOND) row -= 1
    if (state !== FIRST) column -= 1
    state = origin
  }
  return pairs.toReversed()
}

function stateOf(bits: number): State {
  return STATES.find((state) => state === bits) ?? BOTH
}
