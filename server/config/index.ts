export type {
  Config,
  DatabaseTarget,
  DiskTarget,
  Fault,
  LogLevel,
  ProviderAccess,
  ProviderSettings,
  S3Credentials,
  S3Target,
  StorageTarget,
} from './config.ts'
export { readConfig } from './read-config.ts'
