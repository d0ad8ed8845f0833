import type { Catalog } from './catalog.ts'
import { COMFYUI } from './comfyui/catalog.ts'
import { ELEVENLABS } from './elevenlabs/catalog.ts'
import { FAL, PIKA } from './fal/catalog.ts'
import { GEMINI } from './gemini/catalog.ts'
import { KLING } from './kling/catalog.ts'
import { LOCAL } from './local/catalog.ts'
import { OPENAI } from './openai/catalog.ts'
import { OPENAI_AUDIO } from './openai-audio/own-server.ts'
import { OPENAI_VIDEOS } from './openai-videos/catalog.ts'
import { RUNWAY } from './runway/catalog.ts'

/** Everything that can do a job, in the order in which people are shown it. */
export const CATALOG: Catalog = [LOCAL, RUNWAY, PIKA, KLING, FAL, OPENAI, GEMINI, ELEVENLABS, COMFYUI, OPENAI_VIDEOS, OPENAI_AUDIO]
