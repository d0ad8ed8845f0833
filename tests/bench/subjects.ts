import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createSubjects, type Subject } from '../../server/media/index.ts'
import { SCENE_BACKGROUNDS, SCENE_OBJECTS, subjectScene } from '../harness/subject-scenes.ts'
import { linkModels } from '../harness/models.ts'
import { compareMask } from './subjects/compare-mask.ts'
import { licensedPictures } from './subjects/pictures.ts'
import { writeSheet } from './subjects/sheet.ts'

/**
 * What fails the bench: how often "good enough to cut out" is right, how often it is said of what is, and how near the masks are. Flat
 * drawings mislead the network more than photographs do.
 */
const GATES = { precision: { tuned: 0.9, held_out: 0.9, synthetic: 0.8 }, recall: 0.8, meanIou: 0.85 } as const
/** A synthetic mask this near the truth counts as good. */
const GOOD_IOU = 0.9

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const sheet = process.argv.find((argument) => argument.startsWith('--sheet='))?.slice('--sheet='.length)
const cache = fileURLToPath(new URL('../../node_modules/.cache/pictures', import.meta.url))

const dataDir = await mkdtemp(path.join(tmpdir(), 'pagereel-bench-'))
await linkModels(dataDir)
const subjects = createSubjects({ dataDir, patience: { subject: 600_000, depth: 600_000 } })
const never = new AbortController().signal
const seconds: number[] = []
let peakBytes = 0

interface Row {
  readonly name: string
  readonly set: string
  readonly good: 'yes' | 'no' | 'either'
  readonly file: string
  readonly subject: Subject
  readonly iou: number | null
  readonly mae: number | null
}

async function find(file: string): Promise<Subject> {
  const from = performance.now()
  const found = await subjects.find(file, never)
  if (!found.ok) throw new Error(found.problem.detail)
  seconds.push((performance.now() - from) / 1000)
  for (const pid of subjects.pids()) peakBytes = Math.max(peakBytes, await peakOf(pid))
  return found.value
}

/** The largest resident memory of a process so far; 0 where the system does not tell. */
async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
}

const rows: Row[] = []
await mkdir(cache, { recursive: true })
for (const picture of await licensedPictures(cache)) {
  rows.push({ ...picture, subject: await find(picture.file), iou: null, mae: null })
}
let seed = 100
for (const object of SCENE_OBJECTS) {
  for (const background of SCENE_BACKGROUNDS) {
    const scene = await subjectScene(object, background, seed++)
    const file = path.join(dataDir, `${object}-${background}.jpg`)
    await writeFile(file, scene.picture)
    const subject = await find(file)
    const { iou, mae } = await compareMask(subject.mask, scene)
    rows.push({ name: `${object} · ${background}`, set: 'synthetic', good: iou >= GOOD_IOU ? 'yes' : 'no', file, subject, iou, mae })
  }
}
await subjects.close()

say('| Picture | Set | Mask is good | Taken | Quality | Why not | IoU | MAE |')
say('|---|---|---|---|---|---|---|---|')
const digits = (value: number | null, places: number): string => (value === null ? '' : value.toFixed(places))
for (const { name, set, good, subject, iou, mae } of rows) {
  const { accepted, quality, refusal } = subject
  say(
    `| ${name} | ${set} | ${good} | ${accepted ? 'yes' : 'no'} | ${digits(quality, 2)} | ${refusal ?? ''} | ${digits(iou, 3)} | ${digits(mae, 4)} |`,
  )
}
say('')
say('| Set | Pictures | Good | Taken | Rightly | Precision | Recall | Precision if every `either` were bad |')
say('|---|---|---|---|---|---|---|---|')
let failed = false
for (const set of ['tuned', 'held_out', 'synthetic'] as const) {
  const judged = rows.filter((row) => row.set === set)
  const clear = judged.filter(({ good }) => good !== 'either')
  const taken = clear.filter(({ subject }) => subject.accepted)
  const right = taken.filter(({ good }) => good === 'yes').length
  const precision = right / taken.length
  const good = clear.filter((row) => row.good === 'yes').length
  const recall = right / good
  const strictly = right / judged.filter(({ subject }) => subject.accepted).length
  failed ||= precision < GATES.precision[set] || recall < GATES.recall
  const shares = [precision, recall, strictly].map((share) => share.toFixed(2)).join(' | ')
  say(`| ${set} | ${judged.length} (${clear.length} clear) | ${good} | ${taken.length} | ${right} | ${shares} |`)
}
const ious = rows.flatMap(({ iou }) => iou ?? [])
const maes = rows.flatMap(({ mae }) => mae ?? [])
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
failed ||= mean(ious) < GATES.meanIou
const middle = seconds.toSorted((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? Number.NaN
say('')
say(`Synthetic: mean IoU ${mean(ious).toFixed(3)}, lowest ${Math.min(...ious).toFixed(3)}, mean MAE ${mean(maes).toFixed(4)}`)
say(
  `Time: median ${middle.toFixed(1)} s a picture, longest ${Math.max(...seconds).toFixed(1)} s; memory of the child ${Math.round(peakBytes / 1e6)} MB`,
)
if (sheet !== undefined) await writeSheet(rows, sheet)
await rm(dataDir, { recursive: true, force: true })
if (failed) say('A gate is missed.')
process.exit(failed ? 1 : 0)
