import OpenAI from 'openai'

/** Longer than every time-out of the transport, which then says what happened. */
const SDK_TIMEOUT_MS = 900_000

/** Where OpenAI itself is. */
export const OPENAI_BASE_URL = 'https://api.openai.com/v1'

/**
 * OpenAI's SDK with its own retries and its own log off. Everything that it would else take from the environment is said here, so that no
 * key meant for OpenAI reaches another server. An empty key is not sent.
 */
export function openaiClient(key: string, baseURL: string, call: typeof fetch): OpenAI {
  return new OpenAI({
    apiKey: key === '' ? 'none' : key,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL,
    fetch: call,
    maxRetries: 0,
    timeout: SDK_TIMEOUT_MS,
    logLevel: 'off',
    ...(key === '' ? { defaultHeaders: { authorization: null } } : {}),
  })
}
