import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { fetchPackageFiles } from '../../../scripts/steps/package-files.ts'

/** A photograph that comes inside an npm package, under its licence, and is not kept in this repository. */
const picture = z.object({
  package: z.string(),
  licence: z.string(),
  /** Whether the gate was tuned on it, or it was only looked at once, afterwards. */
  set: z.enum(['tuned', 'held_out']),
  path: z.string(),
  bytes: z.coerce.number(),
  sha256: z.string(),
  /** Whether its mask is good enough to cut the subject out, judged by eye on the cut-out; `either` where people would differ. */
  good: z.enum(['yes', 'no', 'either']),
})
export type LicensedPicture = z.infer<typeof picture> & { readonly name: string; readonly file: string }

/** Fetches the pictures of pictures.tsv that are not in `directory` yet. Throws with a sentence where they cannot be had. */
export async function licensedPictures(directory: string): Promise<readonly LicensedPicture[]> {
  const pictures = await readList(directory)
  for (const spec of new Set(pictures.map((each) => each.package))) {
    const wanted = pictures.filter((each) => each.package === spec)
    const fetched = await fetchPackageFiles(
      spec,
      wanted.map(({ path: from, bytes, sha256, file }) => ({ path: from, bytes, sha256, to: file })),
    )
    if (!fetched.ok) throw new Error(`The pictures of ${spec} could not be fetched: ${fetched.reason}.`)
  }
  return pictures
}

async function readList(directory: string): Promise<readonly LicensedPicture[]> {
  const text = await readFile(new URL('pictures.tsv', import.meta.url), 'utf8')
  const [head = '', ...lines] = text.trimEnd().split('\n')
  const columns = head.split('\t')
  return lines.map((line) => {
    const values = line.split('\t')
    const parsed = picture.parse(Object.fromEntries(columns.map((column, index) => [column, values[index]])))
    const name = path.basename(parsed.path, '.jpg')
    return { ...parsed, name, file: path.join(directory, parsed.package, path.basename(parsed.path)) }
  })
}
