import path from 'node:path'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import type { Config, Fault } from './config.ts'
import { byteCount, crashPoint, logLevel, origin, origins, role, secret, wholeNumber } from './fields.ts'
import { providerFaults, providerVariables, readLanguage, readProviders } from './providers.ts'
import { readDatabaseTarget, readStorageTarget } from './targets.ts'

const text = z.string().optional()

const environment = z.object({
  PORT: wholeNumber(0, 65_535, 'must be a whole number from 0 to 65535; leave it out for 4747').default(4747),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('data'),
  DATABASE_URL: text,
  STORAGE_URL: text,
  PUBLIC_URL: origin('must be an origin without a path, such as https://reels.example').optional(),
  PAGEREEL_TOKEN: secret.optional(),
  ROLE: role.default('all'),
  FFMPEG_PATH: text,
  FFPROBE_PATH: text,
  DEPTH_MODEL: z
    .string()
    .regex(/\.onnx$/i, 'must be the path of an .onnx file; leave it out to do without depth')
    .optional(),
  TRUSTED_ORIGINS: origins.default([]),
  RETENTION_DAYS: wholeNumber(1, 3650, 'must be a whole number of days from 1 to 3650; leave it out for 30').default(30),
  STORAGE_QUOTA: byteCount.optional(),
  LOG_LEVEL: logLevel.default('info'),
  PAGEREEL_CRASH_AT: crashPoint.optional(),
  AWS_REGION: text,
  AWS_DEFAULT_REGION: text,
  AWS_ACCESS_KEY_ID: text,
  AWS_SECRET_ACCESS_KEY: text,
  AWS_SESSION_TOKEN: text,
  ...providerVariables,
})

/** Every variable that is read. */
export const VARIABLES: readonly string[] = Object.keys(environment.shape)

/**
 * Reads and checks the environment; relative paths are taken from `cwd`. An empty value counts as left out.
 * Every fault is reported at once, with the variable's name and what to do; a fault never repeats a secret's value.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly faults: readonly Fault[] } {
  const given = Object.fromEntries(VARIABLES.flatMap((name) => pair(name, env[name]?.trim())))
  const parsed = environment.safeParse(given)
  const dataDir = path.resolve(cwd, given['DATA_DIR'] ?? 'data')
  const database = readDatabaseTarget(given['DATABASE_URL'], dataDir)
  const storage = readStorageTarget(given['STORAGE_URL'], dataDir, given)
  const faults = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => ({ name: String(issue.path[0]), message: issue.message }))),
    ...hostFaults(given['HOST'] ?? '127.0.0.1', given['PUBLIC_URL'] !== undefined),
    ...(database.ok ? [] : database.faults),
    ...(storage.ok ? [] : storage.faults),
    ...providerFaults(given),
  ]
  if (!parsed.success || !database.ok || !storage.ok || faults.length > 0) return { ok: false, faults }
  const value = parsed.data
  return {
    ok: true,
    config: {
      port: value.PORT,
      host: value.HOST,
      dataDir,
      database: database.value,
      storage: storage.value,
      publicUrl: value.PUBLIC_URL ?? null,
      fixedToken: value.PAGEREEL_TOKEN ?? null,
      role: value.ROLE,
      ffmpegPath: value.FFMPEG_PATH ?? null,
      ffprobePath: value.FFPROBE_PATH ?? null,
      depthModel: value.DEPTH_MODEL === undefined ? null : path.resolve(cwd, value.DEPTH_MODEL),
      trustedOrigins: value.TRUSTED_ORIGINS,
      retentionDays: value.RETENTION_DAYS,
      storageQuotaBytes: value.STORAGE_QUOTA ?? null,
      providers: readProviders(value),
      language: readLanguage(value),
      logLevel: value.LOG_LEVEL,
      crashAt: value.PAGEREEL_CRASH_AT ?? null,
    },
  }
}

function pair(name: string, value: string | undefined): [string, string][] {
  return value === undefined || value === '' ? [] : [[name, value]]
}

function hostFaults(host: string, hasPublicUrl: boolean): Fault[] {
  if (host === 'localhost') return []
  if (!ipaddr.isValid(host)) return [{ name: 'HOST', message: 'must be an IP address; leave it out for 127.0.0.1' }]
  if (ipaddr.process(host).range() === 'loopback' || hasPublicUrl) return []
  return [
    {
      name: 'HOST',
      message: 'is not a loopback address; use 127.0.0.1, or set PUBLIC_URL when the server is meant to be reached from outside',
    },
  ]
}
