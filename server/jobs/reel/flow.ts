import { isTerminal, type Status } from 'shared/progress'
import { promisedBy } from './promises.ts'

/** What a child makes for its reel. */
export const PIECE_ROLES = ['start_frame', 'end_frame', 'clip', 'speech', 'music', 'transcript'] as const
export type PieceRole = (typeof PIECE_ROLES)[number]

/** A segment as the flow sees it. */
export interface FlowPart {
  readonly id: string
  /** Whether it follows the one before it without a seam. */
  readonly continuous: boolean
  /** The clip that it shows; null while there is none. */
  readonly chosen: { readonly takeId: string; readonly assetId: string } | null
  /** Frames that a person chose. */
  readonly startFrame: string | null
  readonly endFrame: string | null
  /** Whether it is known how well its clip follows the one before it. */
  readonly scored: boolean
  /** Whether the frames that it shares with the next one are rendered, or there are none. */
  readonly joined: boolean
}

/** A job that the reel has made. */
export interface FlowChild {
  readonly id: string
  readonly role: PieceRole
  readonly segmentId: string | null
  readonly status: Status
  /** Whether it waits for what it is made from. */
  readonly waits: boolean
  /** Promises in its request. */
  readonly needs: readonly string[]
  /** The asset that it made, as what follows may use it. */
  readonly made: string | null
  /** Whether its picture is still to be given the colours of the frame that its chain begins with. */
  readonly drifting: boolean
}

export interface FlowState {
  readonly parts: readonly FlowPart[]
  readonly children: readonly FlowChild[]
  /** Whether a person is still to look at the frames before anything is made from them. */
  readonly unchecked: boolean
}

/** Where what was promised comes from: an asset that exists, or the last frame of a clip that exists. */
export type Found = { readonly from: 'asset' | 'last_frame_of'; readonly assetId: string }

/** What a reel can do now. Steps of one answer do not need each other. */
export type Step =
  /** Hand a child over to the runner, with everything that it was promised. */
  | { readonly do: 'release'; readonly childId: string; readonly found: Readonly<Record<string, Found>> }
  /** Give a child up, as what it is to be made from never comes. */
  | { readonly do: 'drop'; readonly childId: string }
  | { readonly do: 'check_frames' }
  /** Hand the film's sound over to the child that writes down what is heard. */
  | { readonly do: 'listen'; readonly childId: string }
  /** Give a predicted frame the colours of the frame that its chain begins with. */
  | { readonly do: 'anchor'; readonly childId: string }
  /** See how well a segment follows the one before it. */
  | { readonly do: 'score'; readonly segmentId: string }
  /** Render the frames that a segment shares with the next one. */
  | { readonly do: 'join'; readonly segmentId: string }
  | { readonly do: 'stitch' }
  | { readonly do: 'fail'; readonly segmentIds: readonly string[]; readonly sound: readonly FlowChild[] }

/**
 * What a reel can do in this state, which is all rows: the same function answers at the beginning, after any end of a child and after any
 * crash. Nothing to do means that children are at work. What is stale is shown as it is and never made again here.
 */
export function nextSteps(state: FlowState): readonly Step[] {
  const anchored = state.children.filter(isDrifting).map(({ id }) => ({ do: 'anchor' as const, childId: id }))
  const waiting = state.children.filter((child) => child.waits && isOpen(child))
  // What is heard waits for no picture, takes seconds, and would be waited for alone at the end.
  const soundFirst = waiting.toSorted((one, other) => Number(isSound(other)) - Number(isSound(one)))
  const handedOver = soundFirst.flatMap((child) => handOver(state, child))
  const framesExist = !state.children.some((child) => isFrame(child) && (isOpen(child) || isDrifting(child)))
  if (isHeld(state) && framesExist && waiting.length > 0 && handedOver.length === 0) return [{ do: 'check_frames' }]
  const isAtWork = state.children.some(isOpen)
  // Once no child is at work the film renders what joins are missing, beside its sound.
  const beside = [...anchored, ...handedOver, ...scores(state), ...(isAtWork ? joins(state) : [])]
  if (beside.length > 0 || isAtWork) return beside
  const segmentIds = state.parts.filter(({ chosen }) => chosen === null).map(({ id }) => id)
  const sound = state.children.filter((child) => isSound(child) && child.status !== 'completed')
  return segmentIds.length + sound.length > 0 ? [{ do: 'fail', segmentIds, sound }] : [{ do: 'stitch' }]
}

function isSound({ role }: FlowChild): boolean {
  return role === 'speech' || role === 'music'
}

/** Whether a segment's clip is still being made. */
export function isBeingMade(state: Pick<FlowState, 'children'>, segmentId: string): boolean {
  return state.children.some((child) => child.role === 'clip' && child.segmentId === segmentId && isOpen(child))
}

/** Whether nothing may be made but frames: there are some, and nobody has looked at them. */
function isHeld({ unchecked, children }: FlowState): boolean {
  return unchecked && children.some(isFrame)
}

function handOver(state: FlowState, child: FlowChild): readonly Step[] {
  if (child.role === 'transcript') return listen(state, child)
  const isGone = child.segmentId !== null && !state.parts.some(({ id }) => id === child.segmentId)
  if (isGone) return [{ do: 'drop', childId: child.id }]
  const found: Record<string, Found> = {}
  let later = isHeld(state) && !isFrame(child)
  for (const need of child.needs) {
    const answer = find(state, need)
    if (answer === 'never') return [{ do: 'drop', childId: child.id }]
    if (answer === 'later') later = true
    else found[need] = answer
  }
  return later ? [] : [{ do: 'release', childId: child.id, found }]
}

/** A film is listened to once everything is there that is heard in it, but for its music. */
function listen({ parts, children }: FlowState, { id }: FlowChild): readonly Step[] {
  const heard = children.filter(({ role }) => role === 'clip' || role === 'speech')
  if (heard.some(isOpen)) return []
  const isWhole =
    parts.every(({ chosen }) => chosen !== null) && heard.every(({ role, status }) => role === 'clip' || status === 'completed')
  return [{ do: isWhole ? 'listen' : 'drop', childId: id }]
}

function find(state: FlowState, need: string): Found | 'later' | 'never' {
  const promised = promisedBy(need)
  const index = state.parts.findIndex(({ id }) => id === promised?.segmentId)
  const part = state.parts[index]
  if (promised === null || part === undefined) return 'never'
  if (promised.what === 'take') return clipOf(state, part, 'asset')
  if (promised.what === 'start') return asset(part.startFrame) ?? frameOf(state, part, 'start_frame') ?? 'never'
  const next = state.parts[index + 1]
  const chosen = asset(part.endFrame) ?? asset(next?.continuous === true ? next.startFrame : null)
  return chosen ?? frameOf(state, part, 'end_frame') ?? clipOf(state, part, 'last_frame_of')
}

function asset(assetId: string | null): Found | null {
  return assetId === null ? null : { from: 'asset', assetId }
}

/** A frame that a child makes; null where none does. */
function frameOf({ children }: FlowState, part: FlowPart, role: PieceRole): Found | 'later' | 'never' | null {
  const child = children.find((each) => each.role === role && each.segmentId === part.id)
  if (child === undefined) return null
  if (isOpen(child) || isDrifting(child)) return 'later'
  return child.status === 'completed' ? (asset(child.made) ?? 'never') : 'never'
}

function clipOf(state: FlowState, part: FlowPart, from: Found['from']): Found | 'later' | 'never' {
  if (isBeingMade(state, part.id)) return 'later'
  return part.chosen === null ? 'never' : { from, assetId: part.chosen.assetId }
}

function scores(state: FlowState): readonly Step[] {
  return state.parts.flatMap((part, index) => {
    const before = state.parts[index - 1]
    const ready = part.continuous && before !== undefined && isThere(state, before) && isThere(state, part)
    return ready && !part.scored ? [{ do: 'score', segmentId: part.id }] : []
  })
}

function joins(state: FlowState): readonly Step[] {
  return state.parts.flatMap((part, index) => {
    const next = state.parts[index + 1]
    const ready = next !== undefined && isThere(state, part) && isThere(state, next)
    return ready && !part.joined ? [{ do: 'join', segmentId: part.id }] : []
  })
}

function isThere(state: FlowState, part: FlowPart): boolean {
  return part.chosen !== null && !isBeingMade(state, part.id)
}

function isFrame({ role }: FlowChild): boolean {
  return role === 'start_frame' || role === 'end_frame'
}

function isDrifting({ status, drifting }: FlowChild): boolean {
  return status === 'completed' && drifting
}

function isOpen({ status }: FlowChild): boolean {
  return !isTerminal(status)
}
