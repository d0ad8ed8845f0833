import {
  Ban,
  CircleAlert,
  CircleCheck,
  Clapperboard,
  CloudOff,
  Film,
  HardDriveUpload,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
} from 'lucide-react'
import type { ClipJob } from 'shared/wire'
import { classes } from '../../ui/index.ts'
import type { WaitingState } from '../data/types.ts'
import { stageOf } from './job-facts.ts'

const STAGE_ICONS = {
  queued: Hourglass,
  initializing: LoaderCircle,
  generating: Clapperboard,
  encoding: Film,
  uploading: HardDriveUpload,
  completed: CircleCheck,
} as const satisfies Record<string, LucideIcon>

const WAITING_ICONS = { waiting: CloudOff, sending: HardDriveUpload, asking: Hourglass, refused: CircleAlert } as const

/** Where a job stands, as an icon; always beside its words. */
export function StageIcon({ job, className }: { readonly job: Pick<ClipJob, 'status' | 'stage'>; readonly className?: string }) {
  const stopped = job.status === 'cancelled' || job.status === 'cancelling'
  const Icon = job.status === 'failed' ? CircleAlert : stopped ? Ban : STAGE_ICONS[stageOf(job)]
  const tone = job.status === 'failed' ? 'text-danger' : job.status === 'completed' ? 'text-success' : 'text-accent'
  return <Icon aria-hidden className={classes('size-4 shrink-0', tone, Icon === LoaderCircle && 'animate-turn', className)} />
}

/** Where a request stands that is not with the server yet. */
export function WaitingIcon({ state, className }: { readonly state: WaitingState; readonly className?: string }) {
  const Icon = WAITING_ICONS[state]
  return <Icon aria-hidden className={classes('size-4 shrink-0', state === 'refused' ? 'text-danger' : 'text-warning', className)} />
}
