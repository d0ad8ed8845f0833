import { z } from 'zod'

/** As much of JSON Schema as the wire schemas use. */
export interface JsonSchema {
  readonly $ref?: string | undefined
  readonly type?: string | readonly string[] | undefined
  readonly enum?: readonly unknown[] | undefined
  readonly const?: unknown
  readonly anyOf?: readonly JsonSchema[] | undefined
  readonly oneOf?: readonly JsonSchema[] | undefined
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined
  readonly required?: readonly string[] | undefined
  readonly items?: JsonSchema | undefined
  readonly minimum?: number | undefined
  readonly maximum?: number | undefined
  readonly multipleOf?: number | undefined
  readonly minLength?: number | undefined
  readonly maxLength?: number | undefined
  readonly format?: string | undefined
}

const schema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    anyOf: z.array(schema).optional(),
    oneOf: z.array(schema).optional(),
    properties: z.record(z.string(), schema).optional(),
    required: z.array(z.string()).optional(),
    // `false` is an array that is always empty.
    items: z.union([schema, z.literal(false).transform((): JsonSchema => ({}))]).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    multipleOf: z.number().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    format: z.string().optional(),
  }),
)

const content = z.record(z.string(), z.object({ schema }))
const operation = z.object({
  parameters: z.array(z.object({ name: z.string(), in: z.enum(['path', 'query', 'header']), schema })).default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ content: content.optional() })),
})

const document = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), schema) }),
})

export type OpenApiDocument = z.infer<typeof document>
export interface Endpoint extends z.infer<typeof operation> {
  readonly method: string
  readonly path: string
}

/** Reads a server's OpenAPI document. */
export async function readDocument(base: string): Promise<OpenApiDocument> {
  return document.parse(await (await fetch(`${base}/openapi.json`)).json())
}

/** Every endpoint of a document. */
export function endpointsOf({ paths }: OpenApiDocument): readonly Endpoint[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, found]) => ({ ...found, path, method: method.toUpperCase() })),
  )
}

/** The schema that a schema stands for, references followed. */
export function resolveSchema(named: OpenApiDocument, given: JsonSchema): JsonSchema {
  const name = given.$ref?.split('/').at(-1)
  const found = name === undefined ? undefined : named.components.schemas[name]
  return found === undefined ? given : resolveSchema(named, found)
}
