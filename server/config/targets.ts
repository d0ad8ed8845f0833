import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DatabaseTarget, Fault, S3Credentials, StorageTarget } from './config.ts'

type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: readonly Fault[] }

interface AwsVariables {
  readonly AWS_REGION?: string | undefined
  readonly AWS_DEFAULT_REGION?: string | undefined
  readonly AWS_ACCESS_KEY_ID?: string | undefined
  readonly AWS_SECRET_ACCESS_KEY?: string | undefined
  readonly AWS_SESSION_TOKEN?: string | undefined
}

/** Where the rows live: a `postgres://` URL, a `file:` URL of a SQLite database, or (without a URL) a file in `dataDir`. */
export function readDatabaseTarget(url: string | undefined, dataDir: string): Result<DatabaseTarget> {
  if (url === undefined) return { ok: true, value: { dialect: 'sqlite', file: path.join(dataDir, 'pagereel.sqlite') } }
  const parsed = URL.parse(url)
  if (parsed?.protocol === 'postgres:' || parsed?.protocol === 'postgresql:') return { ok: true, value: { dialect: 'postgres', url } }
  const file = parsed?.protocol === 'file:' ? localFile(parsed) : null
  if (file !== null) return { ok: true, value: { dialect: 'sqlite', file } }
  return fault(
    'DATABASE_URL',
    'write postgres://user:password@host/database or file:///absolute/path.sqlite; leave it out for a file in DATA_DIR',
  )
}

/** Where the bytes live: `s3://bucket/prefix?endpoint=&region=&pathStyle=`, a `file:` URL of a directory, or (without a URL) `dataDir`. */
export function readStorageTarget(url: string | undefined, dataDir: string, aws: AwsVariables): Result<StorageTarget> {
  if (url === undefined) return { ok: true, value: { kind: 'disk', directory: dataDir } }
  const parsed = URL.parse(url)
  if (parsed?.protocol === 's3:') return readS3Target(parsed, dataDir, aws)
  const directory = parsed?.protocol === 'file:' ? localFile(parsed) : null
  if (directory !== null) return { ok: true, value: { kind: 'disk', directory } }
  return fault('STORAGE_URL', 'write s3://bucket/prefix?endpoint=…&region=… or file:///absolute/directory; leave it out for DATA_DIR')
}

function readS3Target(url: URL, dataDir: string, aws: AwsVariables): Result<StorageTarget> {
  const faults: Fault[] = []
  const complain = (message: string) => faults.push({ name: 'STORAGE_URL', message })
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(url.hostname)) complain('name a bucket, as in s3://my-bucket/prefix')
  for (const name of url.searchParams.keys()) {
    if (!['endpoint', 'region', 'pathStyle'].includes(name)) complain(`"${name}" is not an option; endpoint, region and pathStyle are`)
  }
  const endpoint = url.searchParams.get('endpoint')
  if (endpoint !== null && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) complain('endpoint must be an http or https URL')
  const pathStyle = url.searchParams.get('pathStyle') ?? String(endpoint !== null)
  if (pathStyle !== 'true' && pathStyle !== 'false') complain('pathStyle must be true or false')
  const region = url.searchParams.get('region') ?? aws.AWS_REGION ?? aws.AWS_DEFAULT_REGION ?? (endpoint === null ? null : 'auto')
  if (region === null) complain('name the region: add ?region=… or set AWS_REGION')
  const credentials = readCredentials(aws)
  if (!credentials.ok) faults.push(...credentials.faults)
  if (faults.length > 0 || region === null || !credentials.ok) return { ok: false, faults }
  return {
    ok: true,
    value: {
      kind: 's3',
      bucket: url.hostname,
      prefix: decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, ''),
      endpoint,
      region,
      pathStyle: pathStyle === 'true',
      credentials: credentials.value,
      cacheDirectory: path.join(dataDir, 'cache'),
    },
  }
}

function readCredentials(aws: AwsVariables): Result<S3Credentials | null> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = aws
  if (accessKeyId === undefined && secretAccessKey === undefined) return { ok: true, value: null }
  if (accessKeyId === undefined) return fault('AWS_ACCESS_KEY_ID', 'is missing beside AWS_SECRET_ACCESS_KEY; set both or neither')
  if (secretAccessKey === undefined) return fault('AWS_SECRET_ACCESS_KEY', 'is missing beside AWS_ACCESS_KEY_ID; set both or neither')
  return { ok: true, value: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) } }
}

function localFile(url: URL): string | null {
  try {
    return fileURLToPath(url)
  } catch {
    return null
  }
}

function fault(name: string, message: string): { readonly ok: false; readonly faults: readonly Fault[] } {
  return { ok: false, faults: [{ name, message }] }
}
