import type { Access, Adapter, Generation, InputRole } from '../../../server/providers/port.ts'
import type { StatusFault } from '../../simulators/faults.ts'
import type { SimulatedJob, Simulator, SimulatorOptions } from '../../simulators/simulator.ts'

/** A request that the adapter is asked to have made. */
export interface GenerationCase {
  readonly title: string
  readonly generation: Generation
  /** Files that go with it, in order. */
  readonly roles: readonly InputRole[]
  /** What the provider must have understood: compared with what the simulated job keeps, as `toMatchObject` does. */
  readonly understood: unknown
}

/** What differs between providers, as their facts say. What one cannot do is asserted to be answered so. */
export interface Traits {
  /** `prepare` brings files to the provider in calls of their own. */
  readonly uploads: boolean
  /** Whether a running job tells how far it is. */
  readonly progress: boolean
  readonly cancel: 'confirmed' | 'requested' | 'impossible'
  readonly idempotency: 'key' | 'lookup' | 'none'
  /** Whether what a job cost is told at its end. */
  readonly tellsCost: boolean
  /** Whether the most that a job can cost is told at its start. */
  readonly tellsEstimate: boolean
  /** What an untold cost of a failed job means. */
  readonly failure: 'nothing' | 'all' | 'unknown'
  /** Whether a refusal by policy after the start can be told apart, of what went in and of what came out. */
  readonly moderation: { readonly input: boolean; readonly output: boolean }
  /** Whether a job can be ended at the provider's own console. */
  readonly cancelledThere: boolean
  /** `links`: results lie behind links that run out. `own`: the provider hands them out itself, with the key. */
  readonly results: 'links' | 'own'
  /** A finished job without a result shows when it is observed, or not before its download. */
  readonly missingResult: 'observe' | 'download'
}

/** How a provider says no at its start. Null: it has no way to say so. */
export interface Refusals {
  readonly forbidden: StatusFault
  readonly noCredit: StatusFault | null
  readonly badRequest: StatusFault
  readonly policy: StatusFault | null
  /** Without a wish of when to ask again. */
  readonly rateLimited: StatusFault
}

/** What the cases of the paid call need to know of a provider, whether its answer is a promise or the result. */
export interface StartUnderTest {
  readonly name: string
  /** What stands for the provider in problems. */
  readonly id: string
  readonly startSimulator: (options: SimulatorOptions) => Promise<Simulator>
  readonly createAdapter: (access: Access) => Adapter
  /** A key that the simulator takes. */
  readonly key: string
  /** The first is what the faults are tried with; a clip of a few seconds, or something as small. */
  readonly generations: readonly [GenerationCase, ...GenerationCase[]]
  readonly traits: Pick<Traits, 'uploads' | 'tellsEstimate'>
  readonly refusals: Refusals
  /**
   * What may get lost on the way unnoticed, as `where name`: fields that are sent as the provider assumes them anyhow, and headers that it
   * does not ask for.
   */
  readonly harmless?: RegExp
}

export interface ProviderUnderTest extends StartUnderTest {
  readonly traits: Traits
  /** A signed message about a job, and how long it counts, in milliseconds; null where the provider sends none. */
  readonly webhook: {
    readonly toleranceMs: number
    readonly messageOf: (job: SimulatedJob, now: number) => { readonly headers: Headers; readonly body: Uint8Array }
  } | null
}

/** A provider that answers the paid call with the result. */
export interface AtOnceUnderTest extends StartUnderTest {
  readonly traits: Pick<Traits, 'uploads' | 'tellsEstimate' | 'tellsCost'> & {
    /** What is said of the money where nothing came of what was taken. */
    readonly failure: 'nothing' | 'all' | 'unknown'
    /** Whether a refusal by policy can be told apart: of what goes in, as a refusal of the call, and of what came out. */
    readonly moderation: { readonly input: boolean; readonly output: boolean }
  }
  /** The bytes of each file that the provider gave, by the name that it has here; of a transcript none. */
  readonly filesOf: (job: SimulatedJob) => Promise<Readonly<Record<string, Buffer>>>
  /** What besides files comes of the first generation, as `toMatchObject` compares it. */
  readonly besides?: object
}
