import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { OpenApiDocument, OpenApiOperation } from '../../src/api/openapi-document.js'
import { HTTP_ERRORS, type HttpErrorCode } from '../../src/errors.js'

/** An operation of a document and where it is. */
export interface Described extends OpenApiOperation {
  readonly method: string
  readonly path: string
}

/** Every operation of a document. */
export function operationsOf({ paths }: OpenApiDocument): Described[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method, path })),
  )
}

/** An answer as a client got it. */
export interface GivenAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: unknown
}

/** The code of a refusal, by its status and sentence. */
export function codeOf({ status, json }: GivenAnswer): HttpErrorCode | undefined {
  const { detail } = json as { detail: unknown }
  return (Object.keys(HTTP_ERRORS) as HttpErrorCode[]).find((code) => {
    const { status: its, detail: sentence } = HTTP_ERRORS[code]
    if (its !== status) return false
    if (code === 'INVALID_REQUEST') return Array.isArray(detail)
    const [before, after = ''] = sentence.split('%s')
    const text = String(detail)
    return sentence.includes('%s') ? text.startsWith(before) && text.endsWith(after) : text === sentence
  })
}

/** Holds answers against a document. */
export class Agreement {
  readonly #ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true })

  constructor(document: OpenApiDocument) {
    // Its types are those of its CommonJS module.
    const add = addFormats as unknown as (ajv: Ajv2020) => void
    add(this.#ajv)
    // The schemas are parts of the document, which to the strict eye is itself one.
    this.#ajv.addVocabulary(Object.keys(document))
    this.#ajv.addSchema(document, 'document')
  }

  /** What an answer has or lacks that the document says otherwise; empty when they agree. */
  disagreements({ method, path, responses }: Described, answer: GivenAnswer): string[] {
    const response = responses[answer.status]
    if (response === undefined) return [`status ${answer.status} is not in the document: ${answer.text}`]
    const problems = Object.entries(response.headers).flatMap(([name, { $ref }]) => {
      const value = answer.headers.get(name)
      return value === null ? [`has no ${name}`] : this.#invalid(`${$ref}/schema`, value)
    })
    if (response.content === undefined)
      return answer.text === '' ? problems : [...problems, 'has a body and should have none']
    const [mediaType] = Object.keys(response.content)
    const given = answer.headers.get('content-type') ?? 'none'
    if (essence(given) !== essence(mediaType)) return [`is ${given} and not ${mediaType}`]

    const at = ['paths', path, method, 'responses', String(answer.status), 'content', mediaType, 'schema']
    const isJson = essence(mediaType) === 'application/json'
    problems.push(...this.#invalid(`#/${at.map(escaped).join('/')}`, isJson ? answer.json : answer.text))

    const { examples } = response.content[mediaType]
    const code = examples && codeOf(answer)
    if (examples && (code === undefined || !(code in examples)))
      problems.push(`the sentence of ${answer.text} is not in the document`)
    return problems
  }

  #invalid(pointer: string, value: unknown): string[] {
    const validate = this.#ajv.getSchema(`document${pointer}`)
    if (validate === undefined) return [`there is no ${pointer}`]
    return validate(value) ? [] : [`${JSON.stringify(value)}: ${this.#ajv.errorsText(validate.errors)}`]
  }
}

function essence(mediaType: string): string {
  return mediaType.split(';')[0]
}

function escaped(key: string): string {
  return encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))
}
