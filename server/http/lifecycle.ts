import process from 'node:process'
import { type Logger, pino } from 'pino'
import type { Problem } from 'shared/wire'
import type { Config } from '../config/index.ts'
import type { ProviderLog } from '../providers/index.ts'

/** A stop that takes longer is cut short. */
const LONGEST_STOP_MS = 10_000

/** Ends the process because it cannot start, telling the operator why. */
export function refuseToStart(...lines: readonly string[]): never {
  process.stderr.write(`${lines.join('\n')}\n`)
  process.exit(1)
}

/** Structured logs on standard error: standard output is for the few lines that people and the launcher read. */
export function createLog(level: Config['logLevel']): Logger {
  const secrets = ['authorization', 'token', 'sig', 'code'].flatMap((name) => [name, `*.${name}`])
  return pino({ level, redact: { paths: secrets, remove: true }, serializers: { error: pino.stdSerializers.err } }, pino.destination(2))
}

/** Tells the code of a pairing where only who sits at this machine reads it. */
export function announcePairing({ id, name, code }: { readonly id: string; readonly name: string; readonly code: string }): void {
  process.stdout.write(`Pairing code for ${name.replaceAll(/\p{C}/gu, ' ')}: ${code} (id ${id}, valid 5 minutes)\n`)
}

/** Writes down what should never happen. */
export function logFault(log: Logger): (fault: { readonly jobId: string | null; readonly error: unknown }) => void {
  return (fault) => log.error(fault, 'a job was ended by a bug')
}

/** Writes down what could not be found in a picture, which was taken in or used without it. */
export function logTrouble(log: Logger): (trouble: { readonly what: string; readonly problem: Problem }) => void {
  return ({ what, problem }) => log.warn({ problem }, `no ${what} was found in a picture`)
}

type Stop = () => Promise<unknown>

/**
 * Stops on the first SIGINT or SIGTERM, within 10 s; the second one ends the process at once.
 * @param first what is stopped first, all together
 * @param last what the first ones need until they are stopped, in this order
 */
export function stopOnSignals(log: Logger, first: readonly Stop[], last: readonly Stop[]): void {
  let stopping = false
  const stop = async (): Promise<void> => {
    await Promise.all(first.map((each) => each()))
    for (const each of last) await each()
  }
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(130)
    stopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref()
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
}

/** Writes down what a provider said: it stays here, where whoever runs the server can read it. */
export function logProvider(log: Logger): ProviderLog {
  return (note) => log.warn(note, 'a provider answered')
}
