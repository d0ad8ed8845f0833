export { createJobs } from './create-jobs.ts'
export { CRASH_POINTS, readCrashPoints, type CrashPoint, type CrashPoints } from './crash-points.ts'
export type { Admission, Jobs, JobsOptions, RunnerTimes } from './face.ts'
export { claim, finish, requestCancel, writeProgress, type Lease, type Written } from './transitions.ts'
