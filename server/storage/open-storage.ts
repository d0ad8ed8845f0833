import type { StorageTarget } from '../config/index.ts'
import { openDiskStorage } from './disk-storage.ts'
import { openS3Storage } from './s3-storage.ts'
import type { Storage } from './storage.ts'

/** Opens where the bytes live; its directories are made. A bucket must exist, and is first asked when it is used. */
export function openStorage(target: StorageTarget): Promise<Storage> {
  return target.kind === 'disk' ? openDiskStorage(target) : openS3Storage(target)
}
