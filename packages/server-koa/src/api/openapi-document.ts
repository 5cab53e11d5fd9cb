import type { JsonSchema } from './json-schemas.js'

/** What a document says of the service as a whole. */
export interface DocumentInfo {
  readonly title: string
  /** Of the service, such as `1.2.0`. */
  readonly version: string
  /** Markdown. */
  readonly description: string
  readonly license?: { readonly name: string; readonly identifier: string }
}

export interface OpenApiParameter {
  readonly name: string
  readonly in: 'query'
  readonly description?: string
  readonly required: boolean
  readonly schema: JsonSchema
}

/** A body of one media type. */
interface Content {
  readonly schema: JsonSchema
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}

export interface OpenApiResponse {
  readonly description: string
  readonly headers: Readonly<Record<string, { readonly $ref: string }>>
  /** By media type; none of an answer without a body. */
  readonly content?: Readonly<Record<string, Content>>
}

export interface OpenApiOperation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description?: string
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly OpenApiParameter[]
  readonly requestBody?: { readonly required: true; readonly content: Readonly<Record<string, Content>> }
  /** By status. */
  readonly responses: Readonly<Record<string, OpenApiResponse>>
}

/** The part of OpenAPI 3.1 that this service needs. */
export interface OpenApiDocument {
  readonly openapi: '3.1.1'
  readonly info: DocumentInfo
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  /** By path, then by method. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>
    readonly headers: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>>
    readonly securitySchemes: Readonly<Record<string, object>>
  }
}
