import type { ImageCandidate, PageFacts, PageScan } from 'shared/page'
import type { StoryboardRequest } from 'shared/wire'
import { REEL_PRESETS } from '../limits.ts'
import type { ReelPorts } from '../ports.ts'

/** What a page says, as it is written into fields. */
export interface PageWords {
  readonly url: string
  readonly pageTitle: string
  readonly title: string
  readonly description: string
  readonly brand: string
  readonly price: string
  readonly currency: string
  /** One a line. */
  readonly features: string
}

/** A reel of a page before it is asked for. */
export interface PageDraft {
  readonly facts: PageWords
  readonly tabId: number
  readonly candidates: readonly ImageCandidate[]
  /** Ids of the candidates that are wanted, in the order of the candidates. */
  readonly chosen: readonly string[]
  readonly seconds: number
}

/** Pictures that are taken without being asked for, and the most that there is a place for. */
const CHOSEN_FIRST = 4
export const MOST_PICTURES = 20
const LIMITS = { title: 300, description: 5000, brand: 100, price: 40, currency: 10, feature: 300, features: 20 } as const
/** Pixels of the shorter side; a logo is no scene. */
const SMALLEST_SCENE = 300

/** What a page says and shows as a draft: the pictures that it declares for what it sells come first. */
export function draftOf(facts: PageFacts, scan: PageScan, tabId: number): PageDraft {
  const declared = scan.candidates.filter(isDeclared)
  const candidates = [...declared, ...scan.candidates.filter((candidate) => !isDeclared(candidate))]
  const scenes = candidates.filter(isScene)
  return {
    facts: {
      url: facts.pageUrl,
      pageTitle: scan.pageTitle,
      title: facts.title ?? '',
      description: facts.description ?? '',
      brand: facts.brand ?? '',
      price: facts.price ?? '',
      currency: facts.currency ?? '',
      features: facts.features.join('\n'),
    },
    tabId,
    candidates,
    chosen: scenes.slice(0, CHOSEN_FIRST).map(({ id }) => id),
    seconds: REEL_PRESETS[0],
  }
}

function isDeclared({ kind, alternates }: ImageCandidate): boolean {
  return [kind, ...alternates.map((file) => file.kind)].some((each) => each === 'json-ld' || each === 'og-image')
}

/** Large enough to fill a frame, as far as is known. */
function isScene({ declaredSize, measuredSize }: ImageCandidate): boolean {
  const size = declaredSize ?? measuredSize
  return size === null || Math.min(size.width, size.height) >= SMALLEST_SCENE
}

/** The request for a draft, its pictures handed over first; `lost` are those that could not be had. */
export async function requestOf(
  draft: PageDraft,
  { page, uploadPicture }: Pick<ReelPorts, 'page' | 'uploadPicture'>,
): Promise<{ readonly request: StoryboardRequest; readonly lost: number }> {
  const wanted = draft.candidates.filter(({ id }) => draft.chosen.includes(id)).slice(0, MOST_PICTURES)
  const images: string[] = []
  for (const candidate of wanted) {
    const grabbed = await page.grab(candidate, draft.tabId)
    if (!grabbed.ok) continue
    const { blob, rung } = grabbed.picture
    const reply = await uploadPicture(blob, {
      sourceType: rung === 'screenshot' ? 'captured' : 'grabbed',
      origin: {
        ...(/^https?:/.test(draft.facts.url) ? { pageUrl: draft.facts.url } : {}),
        ...(draft.facts.pageTitle === '' ? {} : { pageTitle: draft.facts.pageTitle.slice(0, 500) }),
        ...(candidate.alt === '' ? {} : { alt: candidate.alt.slice(0, 1000) }),
      },
    })
    if (reply.kind === 'ok' && !images.includes(reply.value.id)) images.push(reply.value.id)
  }
  return { request: storyRequest(draft, images), lost: wanted.length - images.length }
}

/** The request for a draft whose pictures are in the library. Fields that were emptied are left out. */
export function storyRequest({ facts, seconds }: Pick<PageDraft, 'facts' | 'seconds'>, images: readonly string[]): StoryboardRequest {
  const features = facts.features
    .split('\n')
    .map((line) => line.trim().slice(0, LIMITS.feature))
    .filter((line) => line !== '')
    .slice(0, LIMITS.features)
  const words = (['title', 'description', 'brand', 'price', 'currency'] as const).flatMap((field) => {
    const text = facts[field].trim().slice(0, LIMITS[field])
    return text === '' ? [] : [[field, text] as const]
  })
  return {
    page: {
      ...(/^https?:/.test(facts.url) && facts.url.length <= 4000 ? { url: facts.url } : {}),
      ...Object.fromEntries(words),
      ...(features.length === 0 ? {} : { features }),
      ...(images.length === 0 ? {} : { images: [...images] }),
    },
    duration: seconds,
    settings: { aspectRatio: '9:16' },
  }
}
