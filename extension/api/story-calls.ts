import type { Asset, Job, Storyboard } from 'shared/wire'
import { isAsset, isEstimate, isJob, isPromptAnswer, isStoryboard, isVoiceList } from './read.ts'
import type { Reply } from './reply.ts'
import type { StoryBackend, StoryEdit } from './story-types.ts'
import type { Transport } from './transport.ts'

const UPLOAD_TIMEOUT_MS = 5 * 60_000
/** A project may have gigabytes. */
const PROJECT_TIMEOUT_MS = 60 * 60_000
/** A language model may take its time over a plan. */
const PLAN_TIMEOUT_MS = 90_000

/** The calls about stories, over the transport of the backend. */
export function storyCalls({ ask, tell }: Transport): StoryBackend {
  return {
    createStory: (request, { idempotencyKey }) =>
      ask((api) => api.storyboards.$post({ json: request, header: { 'idempotency-key': idempotencyKey } }), isStoryboard, {
        timeoutMs: PLAN_TIMEOUT_MS,
      }),
    importStory: (archive, { idempotencyKey }) =>
      ask(
        (api) =>
          api.storyboards.import.$post(
            { header: { 'idempotency-key': idempotencyKey } },
            { headers: { 'Content-Type': 'application/zip' }, init: { body: archive } },
          ),
        isStoryboard,
        { timeoutMs: PROJECT_TIMEOUT_MS },
      ),
    getStory: (id) => ask((api) => api.storyboards[':id'].$get(at(id)), isStoryboard),
    editStory: (id, edit, version) => editStory({ ask, tell }, id, edit, version),
    removeStory: (id) => tell((api) => api.storyboards[':id'].$delete(at(id))),
    makeTake: (id, segmentId, take, { idempotencyKey }) =>
      tell((api) =>
        api.storyboards[':id'].segments[':sid'].takes.$post({
          ...within(id, segmentId),
          json: take,
          header: { 'idempotency-key': idempotencyKey },
        }),
      ),
    estimateStory: (storyboardId, asking) => ask((api) => api.estimates.$post({ json: { storyboardId } }), isEstimate, asking),
    estimateTake: (storyboardId, segmentId) => ask((api) => api.estimates.$post({ json: { storyboardId, segmentId } }), isEstimate),
    continueJob: (id) => ask((api) => api.jobs[':id'].continue.$post(at(id)), isJob),
    improvePrompt: (request) => ask((api) => api.prompts.$post({ json: request }), isPromptAnswer, { timeoutMs: PLAN_TIMEOUT_MS }),
    voices: () => ask((api) => api.voices.$get({ query: {} }), isVoiceList),
    uploadFile(bytes, { filename, origin }) {
      const form = new FormData()
      form.set('file', bytes, filename)
      form.set('sourceType', 'uploaded')
      if (origin !== undefined) form.set('origin', JSON.stringify(origin))
      return ask<Asset>((api) => api.assets.$post({ query: {} }, { init: { body: form } }), isAsset, { timeoutMs: UPLOAD_TIMEOUT_MS })
    },
  }
}

/** Sends one edit by the route that it belongs to; each answers with the whole story. */
async function editStory({ ask }: Transport, id: string, edit: StoryEdit, version: number): Promise<Reply<Storyboard>> {
  const header = { 'if-match': `"${version}"` }
  switch (edit.op) {
    case 'patch':
      return ask((api) => api.storyboards[':id'].$patch({ ...at(id), header, json: edit.patch }), isStoryboard)
    case 'add':
      return ask((api) => api.storyboards[':id'].segments.$post({ ...at(id), header, json: edit.segment }), isStoryboard)
    case 'change':
      return ask(
        (api) => api.storyboards[':id'].segments[':sid'].$patch({ ...within(id, edit.segmentId), header, json: edit.patch }),
        isStoryboard,
      )
    case 'drop':
      return ask((api) => api.storyboards[':id'].segments[':sid'].$delete({ ...within(id, edit.segmentId), header }), isStoryboard)
    case 'choose':
      return ask(
        (api) => api.storyboards[':id'].segments[':sid'].choose.$post({ ...within(id, edit.segmentId), header, json: edit.choice }),
        isStoryboard,
      )
    case 'take':
      return ask<Storyboard | Job>(
        (api) => api.storyboards[':id'].segments[':sid'].takes.$post({ ...within(id, edit.segmentId), header, json: edit.take }),
        isStoryboard,
      ).then(onlyStory)
    case 'undo':
      return ask((api) => api.storyboards[':id'].undo.$post({ ...at(id), header }), isStoryboard)
    default:
      return ask((api) => api.storyboards[':id'].redo.$post({ ...at(id), header }), isStoryboard)
  }
}

/** The route of takes answers with a job where one is made; a clip that exists gives the story. */
function onlyStory(reply: Reply<Storyboard | Job>): Reply<Storyboard> {
  if (reply.kind !== 'ok') return reply
  return isStoryboard(reply.value) ? { kind: 'ok', value: reply.value } : { kind: 'offline' }
}

/** The place of an id in a path; the client puts it there as it is. */
function at(id: string): { readonly param: { readonly id: string } } {
  return { param: { id: encodeURIComponent(id) } }
}

function within(id: string, segmentId: string): { readonly param: { readonly id: string; readonly sid: string } } {
  return { param: { id: encodeURIComponent(id), sid: encodeURIComponent(segmentId) } }
}
