import { z } from 'zod'

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = z.core.JSONSchema.BaseSchema

/** Where the document keeps what has a name. */
const COMPONENTS = '#/components/schemas/'

/**
 * Turns the schemas that check into those of a document. What has an `id` becomes a component, once, and is
 * referred to by it.
 */
export class JsonSchemas {
  readonly #components = new Map<string, JsonSchema>()

  /** The components met so far, by name. */
  get components(): Record<string, JsonSchema> {
    const byName = [...this.#components].sort(([a], [b]) => (a < b ? -1 : 1))
    return Object.fromEntries(byName)
  }

  /**
   * @param side - `input` for what clients send, `output` for what they get; the latter has no fields but its own.
   * @throws Error when two schemas that differ have the same `id`.
   */
  of(schema: z.ZodType, side: 'input' | 'output'): JsonSchema {
    const json = z.toJSONSchema(schema, { io: side, override: tidy })
    const { $schema: _, $defs = {}, ...root } = pointedAtComponents(json) as JsonSchema
    for (const [name, definition] of Object.entries($defs)) this.#add(name, definition as JsonSchema)
    return root
  }

  #add(name: string, definition: JsonSchema): void {
    const known = this.#components.get(name)
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(definition))
      throw new Error(`Two different schemas have the id "${name}"; give one of them another.`)
    this.#components.set(name, definition)
  }
}

function pointedAtComponents(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json), (key, value) =>
    key === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', COMPONENTS) : value,
  )
}

/** Adds what zod leaves out, and takes out what tells a reader nothing. */
function tidy({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }): void {
  const { def } = zodSchema._zod
  // Of a field that is transformed zod cannot know that its default could be sent as well; ours all can.
  if (def.type === 'default') jsonSchema.default = def.defaultValue as JsonSchema['default']
  // A format says it in a word.
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
}
