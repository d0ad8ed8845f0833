/** What the operator has decided, checked: nothing else in the server looks at the environment. */
export interface Config {
  /** 0: any free port. */
  readonly port: number
  /** An IP address, or `localhost`. Anything but loopback only together with `publicUrl`. */
  readonly host: string
  /** Absolute. */
  readonly dataDir: string
  readonly database: DatabaseTarget
  readonly storage: StorageTarget
  /** An origin such as `https://reels.example`, without a trailing slash. */
  readonly publicUrl: string | null
  readonly fixedToken: string | null
  readonly role: 'all'
  readonly ffmpegPath: string | null
  readonly ffprobePath: string | null
  /** Absolute; an ONNX file of the user's own that tells depth. */
  readonly depthModel: string | null
  /** Origins the guarded fetch admits although they are private. */
  readonly trustedOrigins: readonly string[]
  readonly retentionDays: number
  readonly storageQuotaBytes: number | null
  /** How each remote provider is reached, by the name of its part of the environment. */
  readonly providers: ProviderSettings
  /** The language model that plans stories; null where none is named. */
  readonly language: LanguageSettings | null
  readonly logLevel: LogLevel
  /** For crash tests: die at the named point, when it is reached for the nth time. */
  readonly crashAt: { readonly point: string; readonly afterHits: number } | null
}

export type DatabaseTarget = { readonly dialect: 'sqlite'; readonly file: string } | { readonly dialect: 'postgres'; readonly url: string }

export type StorageTarget = DiskTarget | S3Target

export interface DiskTarget {
  readonly kind: 'disk'
  /** Absolute; blobs and temporary files lie below it, on one volume. */
  readonly directory: string
}

export interface S3Target {
  readonly kind: 's3'
  readonly bucket: string
  /** Key prefix without leading or trailing slash; may be empty. */
  readonly prefix: string
  readonly endpoint: string | null
  readonly region: string
  readonly pathStyle: boolean
  /** null: the SDK's own chain (profile, instance role). */
  readonly credentials: S3Credentials | null
  readonly cacheDirectory: string
}

export interface S3Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export type LogLevel = (typeof LOG_LEVELS)[number]
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const

/** What is wrong with one variable, and what to do about it. */
export interface Fault {
  readonly name: string
  readonly message: string
}

export const PROVIDER_NAMES = [
  'runway',
  'fal',
  'kling',
  'openaiVideos',
  'comfyui',
  'openai',
  'gemini',
  'elevenlabs',
  'openaiAudio',
] as const
export type ProviderSettings = Readonly<Record<(typeof PROVIDER_NAMES)[number], ProviderAccess>>

/** What the operator has set for one provider. */
export interface ProviderAccess {
  readonly key: string | null
  /** Without a trailing slash; null: the provider's own. For a server of the operator's own it is what makes it available. */
  readonly baseUrl: string | null
  readonly webhookSecret: string | null
}

/** Which language model is asked, and where it is. */
export interface LanguageSettings {
  /** `compatible`: a server of the operator's own that speaks OpenAI's protocol. */
  readonly service: 'openai' | 'gemini' | 'compatible'
  readonly model: string
  readonly key: string | null
  /** Without a trailing slash; null: the service's own. */
  readonly baseUrl: string | null
}
