import { createHash, randomInt } from 'node:crypto'

/** A number that changes with each run, or the one that is asked for again by `PAGEREEL_SAMPLE`. */
export function sampleSeed(): number {
  const asked = Number(process.env['PAGEREEL_SAMPLE'])
  return Number.isInteger(asked) && asked > 0 ? asked : randomInt(1, 2 ** 31)
}

/** One in `share` of some names, rounded up: the same ones for the same seed. */
export function sample<Name extends string>(names: readonly Name[], share: number, seed: number): readonly Name[] {
  return names.toSorted((a, b) => rankOf(seed, a) - rankOf(seed, b)).slice(0, Math.ceil(names.length / share))
}

function rankOf(seed: number, name: string): number {
  return createHash('sha256').update(`${seed} ${name}`).digest().readUInt32BE(0)
}
