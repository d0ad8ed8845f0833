import { Suspense } from 'react'
import type { Asset } from 'shared/wire'
import { fileNameOf } from '../../api/index.ts'
import { type ComposerPorts, PictureChooser } from '../../composer/index.ts'
import type { ReelPorts } from '../../reel/index.ts'
import { Skeleton } from '../../ui/index.ts'
import type { PanelServices } from './services.ts'

/** The editor's view of the services. */
export function reelPorts({ backend, gallery, reader, providers, downloads, openTab }: PanelServices, composer: ComposerPorts): ReelPorts {
  return {
    stories: gallery.stories,
    database: () => gallery.state().database,
    subscribe: (listener) => gallery.subscribe(listener),
    connection: () => gallery.state().connection,
    media: (asset) => gallery.media(asset),
    providers,
    page: reader,
    estimateStory: (id, signal) => backend.estimateStory(id, { signal }),
    priceOfTake: (storyId, segmentId) => backend.estimateTake(storyId, segmentId),
    start: (request, idempotencyKey) => backend.createJob(request, { idempotencyKey }),
    makeTake: (storyId, segmentId, take, idempotencyKey) => backend.makeTake(storyId, segmentId, take, { idempotencyKey }),
    cancel: (jobId) => backend.cancelJob(jobId),
    goOn: (jobId) => backend.continueJob(jobId),
    improvePrompt: (request) => backend.improvePrompt(request),
    voices: () => backend.voices(),
    uploadFile: (file, upload) => backend.uploadFile(file, upload),
    uploadPicture: (picture, upload) => backend.uploadPicture(picture, upload),
    async save(asset, name) {
      const url = await backend.mediaUrl(asset.url)
      await downloads.download({ url, filename: fileNameOf(name, asset.id, endingOf(asset)), conflictAction: 'uniquify' })
      return { kind: 'ok', value: null }
    },
    async download(job, format) {
      const { url, filename, headers } = await backend.download(job, format)
      await downloads.download({ url, filename, headers: [...headers], conflictAction: 'uniquify' })
      return { kind: 'ok', value: null }
    },
    openTab: openTab === null ? null : (storyId) => openTab(`sidepanel.html?view=reels&story=${encodeURIComponent(storyId)}`),
    renderPictures: ({ onChosen }) => (
      <Suspense fallback={<Skeleton className="h-40" />}>
        <PictureChooser ports={composer} onChosen={onChosen} />
      </Suspense>
    ),
  }
}

/** Endings of files whose kind does not name them. */
const ENDINGS: Readonly<Record<string, string>> = {
  'application/x-subrip': 'srt',
  'application/vnd.pixar.opentimelineio+json': 'otio',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
}

function endingOf({ mime }: Asset): string {
  return ENDINGS[mime] ?? mime.replace(/^.*\//, '')
}
