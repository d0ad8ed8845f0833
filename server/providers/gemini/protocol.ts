import { z } from 'zod'

/** Where Gemini's API is; its own documents all use `v1beta`. */
export const GEMINI_BASE_URL = 'https://generativelanguage.googleapis.com'
const VERSION = 'v1beta'

/** Reasons by which Gemini says that it did not go on because of what was asked for or would have come out (its `FinishReason`). */
export const BLOCKED: ReadonlySet<string> = new Set([
  'SAFETY',
  'PROHIBITED_CONTENT',
  'BLOCKLIST',
  'SPII',
  'RECITATION',
  'IMAGE_SAFETY',
  'IMAGE_PROHIBITED_CONTENT',
  'IMAGE_RECITATION',
])

const count = z.int().nonnegative().catch(0)
const details = z.array(z.looseObject({ modality: z.string().catch(''), tokenCount: count })).catch([])

/** Seconds as Gemini writes a span of time, such as `1.200s`. */
const offset = z
  .string()
  .regex(/^\d+(?:\.\d+)?s$/)
  .transform((text) => Number.parseFloat(text))
/** `Transcription` of Google's SDK (3.1.0). */
const transcription = z.looseObject({
  text: z.string().catch(''),
  languageCode: z.string().optional().catch(undefined),
  words: z
    .array(z.looseObject({ word: z.string(), startOffset: offset, endOffset: offset }))
    .nullish()
    .catch(null),
})

/** The answer of `generateContent`, as far as it is used here. */
export const generated = z.looseObject({
  candidates: z
    .array(
      z.looseObject({
        content: z
          .looseObject({
            parts: z
              .array(
                z.looseObject({
                  text: z.string().optional(),
                  thought: z.boolean().optional(),
                  inlineData: z.looseObject({ mimeType: z.string(), data: z.string() }).optional(),
                  audioTranscription: transcription.optional(),
                }),
              )
              .optional(),
          })
          .optional(),
        finishReason: z.string().optional(),
      }),
    )
    .optional(),
  promptFeedback: z.looseObject({ blockReason: z.string().optional() }).optional(),
  usageMetadata: z
    .looseObject({
      promptTokenCount: count,
      candidatesTokenCount: count,
      thoughtsTokenCount: count,
      candidatesTokensDetails: details,
    })
    .optional(),
  responseId: z.string().optional(),
})
export type Generated = z.infer<typeof generated>

/** One question to a model of Gemini's. The key goes as a header, never into the address. */
export function geminiRequest(
  { key, baseUrl }: { readonly key: string; readonly baseUrl: string },
  model: string,
  body: Readonly<Record<string, unknown>>,
): { readonly url: string; readonly init: RequestInit } {
  return {
    url: `${baseUrl}/${VERSION}/models/${encodeURIComponent(model)}:generateContent`,
    init: { method: 'POST', headers: { 'content-type': 'application/json', 'x-goog-api-key': key }, body: JSON.stringify(body) },
  }
}
