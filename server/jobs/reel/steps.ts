import { isTerminal } from 'shared/progress'
import type { JobRow } from '../../db/index.ts'
import { held } from '../transitions.ts'
import { fenced } from '../walk.ts'
import type { FlowChild, PieceRole, Step } from './flow.ts'
import type { Look } from './look.ts'
import type { ReelRooms, ReelWork } from './rooms.ts'

/** Where a reel is, as its job shows it. */
export interface ReelStep {
  readonly name: string
  /** From 1. */
  readonly index: number
  readonly total: number
  /** Asset id of a picture of it. */
  readonly preview?: string
}

const NAMES: Readonly<Record<PieceRole, string>> = {
  start_frame: 'start_frame',
  end_frame: 'next_frame',
  clip: 'segment',
  speech: 'voice',
  music: 'music',
  transcript: 'transcript',
}
/** How much of the work each piece is, about. */
const WEIGHTS: Readonly<Record<PieceRole, number>> = { start_frame: 2, end_frame: 2, clip: 10, speech: 1, music: 1, transcript: 1 }

/** How much of what a reel has its children make is done, from 0 to 1. */
export function fractionOf({ children, state }: Pick<Look, 'children' | 'state'>): number {
  const rows = new Map(children.map((row) => [row.id, row]))
  const weights = state.children.map(({ role }) => WEIGHTS[role])
  const done = state.children.map((child) => (WEIGHTS[child.role] * shareOf(rows.get(child.id))) / 100)
  const [all, made] = [sum(weights), sum(done)]
  return all === 0 ? 1 : made / all
}

/** The step that is shown: the first child at work, else what is waited for; null where nothing is to be told. */
export function stepOf({ children, state }: Pick<Look, 'children' | 'state'>, steps: readonly Step[]): ReelStep | null {
  if (steps[0]?.do === 'check_frames') {
    const frames = state.children.filter(({ role }) => role === 'start_frame' || role === 'end_frame')
    return { name: 'check_frames', index: frames.length, total: frames.length, ...preview(frames) }
  }
  const rows = new Map(children.map((row) => [row.id, row]))
  const open = state.children.filter(({ status }) => !isTerminal(status))
  const current = open.find(({ waits, id }) => !waits && rows.get(id)?.status === 'processing') ?? open[0]
  if (current === undefined) return null
  const alike = state.children.filter(({ role }) => role === current.role)
  return { name: NAMES[current.role], index: alike.indexOf(current) + 1, total: alike.length, ...preview(state.children) }
}

/** Says on the job which step is at work, where that has changed. */
export async function tellStep(rooms: ReelRooms, work: ReelWork, step: ReelStep | null): Promise<void> {
  const text = step === null ? null : JSON.stringify(step)
  const row = await rooms.db.selectFrom('jobs').select('step').where('id', '=', work.row.id).executeTakeFirst()
  if (row === undefined || row.step === text) return
  await fenced(work.walk, rooms.changes, async (tx, record) => {
    const mine = await held(tx, work.lease)
    if (!mine.ok) return mine
    await tx.updateTable('jobs').set({ step: text }).where('id', '=', work.row.id).where('lease_epoch', '=', work.lease.epoch).execute()
    await record({ entity: 'job', id: work.row.id, op: 'put' })
    return { ok: true, value: null }
  })
}

/** The newest frame that is there. */
function preview(children: readonly FlowChild[]): Pick<ReelStep, 'preview'> {
  const made = children.filter(({ role }) => role === 'start_frame' || role === 'end_frame').findLast((child) => child.made !== null)?.made
  return made === undefined || made === null ? {} : { preview: made }
}

function shareOf(row: JobRow | undefined): number {
  if (row === undefined) return 0
  return isTerminal(row.status) ? 100 : row.progress
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
