export { discoverFfmpeg, type Ffmpeg, type FfmpegDiscovery } from './discover-ffmpeg.ts'
export { AAC, profile, SIDE_BY_SIDE, type FrameRate, type Profile } from './profile.ts'
export { pipeToFfmpeg, runFfmpeg, type FfmpegOptions, type FfmpegProgress, type RunningFfmpeg } from './run-ffmpeg.ts'
export { makeChildPool, type ChildPool, type ChildPoolOptions, type TaskOptions } from './child-pool.ts'
export { serveTasks, type TaskServer } from './serve-tasks.ts'
export { probeVideo, VIDEO_LIMITS } from './probe-video.ts'
export type { ProbedVideo } from './probed-video.ts'
export { conform, type ConformTarget, soundArguments } from './conform.ts'
export { smoothingFilter } from './smoothing.ts'
export { LOCKED_INPUT } from './probe-ffprobe.ts'
export { makePoster, makeStills, type Still } from './stills.ts'
export { extractSound, probeSound, type SoundFile } from './sound-file.ts'
export { framePicture, type FramedPicture } from './frame-picture.ts'
export { isFaststart } from './mp4-boxes.ts'
export { SOUND_LIMITS } from './ingest-sound.ts'
export { ingestPicture, PICTURE_LIMITS, type IngestedPicture } from './ingest-picture.ts'
export { createLibrary, type LibraryOptions } from './create-library.ts'
export { modelFile } from './subjects/read-models.ts'
export { createSubjects, type Subject, type Subjects } from './subjects/index.ts'
export type { KnownSubject } from './subject-rows.ts'
export type { AssetQuery, GeneratedAsset, Library, RenditionFormat, StoredFile, Upload } from './library-face.ts'
export type { BroughtFile } from './bring-file.ts'
export { hashFile } from './intake.ts'
export { extensionOf } from './extensions.ts'
export { readZip, writeZip, ZIP_LIMITS, type ZipInput, type ZipMember, type ZipReader } from './zip/index.ts'
export { boundsOf, hasSound, joinSound, layOut, renderJoin, stitch, transitionNames } from './stitch/index.ts'
export type {
  ClipBounds,
  ClipTransition,
  FilmLayer,
  JoinCache,
  StitchClip,
  StitchOptions,
  StitchPlan,
  StitchReport,
} from './stitch/face.ts'
export { continuityOf, frameAt, lastFrame, matchColours, type FrameContinuity } from './continuity/index.ts'
export { levelSound, measureLoudness, mixSoundtrack, type Loudness, type PlacedVoice, type SoundMix, sumSounds } from './sound/index.ts'
export { cutsOff, exportFilm, type ExportedFilm, type FilmExport, type FilmFocus, type FilmPreset } from './export/index.ts'
