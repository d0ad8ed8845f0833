export type {
  Config,
  DatabaseTarget,
  DiskTarget,
  Fault,
  LanguageSettings,
  LogLevel,
  ProviderAccess,
  ProviderSettings,
  S3Credentials,
  S3Target,
  StorageTarget,
} from './config.ts'
export { readConfig } from './read-config.ts'
