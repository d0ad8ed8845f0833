import type { Migration } from 'kysely/migration'
import * as first from './0001-first.ts'
import * as listIndexes from './0002-list-indexes.ts'
import * as searchIndexes from './0003-search-indexes.ts'
import * as subjects from './0004-subjects.ts'
import * as remoteAttempts from './0005-remote-attempts.ts'
import * as money from './0006-money.ts'
import * as storyboards from './0007-storyboards.ts'
import * as reels from './0008-reels.ts'
import * as exchange from './0009-exchange.ts'

/** In order of their names. A released migration never changes; a new one is added below. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': first,
  '0002-list-indexes': listIndexes,
  '0003-search-indexes': searchIndexes,
  '0004-subjects': subjects,
  '0005-remote-attempts': remoteAttempts,
  '0006-money': money,
  '0007-storyboards': storyboards,
  '0008-reels': reels,
  '0009-exchange': exchange,
}
