import { type JsonSchema, JsonSchemas } from './json-schemas.js'
import type { DocumentInfo, OpenApiDocument, OpenApiOperation, OpenApiParameter } from './openapi-document.js'
import type { Operation } from './operation.js'
import { goodAnswer, HEADERS, refusals } from './responses.js'

const TAGS: Readonly<Record<Operation['tag'], string>> = {
  Accounts: "Signing up and in, the seeds and likes of the caller, and the caller's own data.",
  Catalogue: 'Finding songs, and their covers.',
  Recommendations: 'What to listen to; better with an account, and there for everybody.',
  Operations: 'For those who run the service.',
}

const SECURITY_SCHEMES = {
  login: {
    type: 'oauth2',
    description: 'Logs in with username and password.',
    flows: { password: { tokenUrl: '/auth/login', scopes: {} } },
  },
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token from signing up or logging in.',
  },
}

const SIGNED_IN: OpenApiOperation['security'] = [{ login: [] }, { token: [] }]

/** Ways to ask, by who may. */
const SECURITY: Readonly<Record<Operation['caller'], OpenApiOperation['security']>> = {
  anyone: [],
  optional: [{}, ...SIGNED_IN],
  required: SIGNED_IN,
}

/**
 * The OpenAPI document of a service, made from the schemas that check its requests and answers.
 *
 * @throws Error when two schemas that differ have the same `id`.
 */
export function openApiDocument(operations: readonly Operation[], info: DocumentInfo): OpenApiDocument {
  const schemas = new JsonSchemas()
  const paths: Record<string, Record<string, OpenApiOperation>> = {}
  for (const operation of operations) {
    paths[operation.path] ??= {}
    paths[operation.path][operation.method] = describe(operation, schemas)
  }
  const tags = Object.entries(TAGS).map(([name, description]) => ({ name, description }))
  const components = { schemas: schemas.components, headers: HEADERS, securitySchemes: SECURITY_SCHEMES }
  return { openapi: '3.1.1', info, tags, paths, components }
}

function describe(operation: Operation, schemas: JsonSchemas): OpenApiOperation {
  const { tag, summary, description, caller, query, json, form } = operation
  const asked = query ?? json ?? form
  const input = asked && schemas.of(asked, 'input')
  return {
    operationId: operationId(operation),
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: SECURITY[caller],
    ...(query && input ? { parameters: parametersOf(input) } : {}),
    ...(json && input ? { requestBody: bodyOf('application/json', input) } : {}),
    ...(form && input ? { requestBody: bodyOf('application/x-www-form-urlencoded', input) } : {}),
    responses: { ...goodAnswer(operation, schemas), ...refusals(operation, input, schemas) },
  }
}

/** `POST /auth/login` is `postAuthLogin`. */
function operationId({ method, path }: Operation): string {
  return method + path.replace(/[^a-z]+([a-z]|$)/gi, (_, letter: string) => letter.toUpperCase())
}

function parametersOf({ properties = {}, required = [] }: JsonSchema): OpenApiParameter[] {
  return Object.entries(properties as Record<string, JsonSchema>).map(([name, field]) => {
    const { description, ...schema } = field
    const told = description === undefined ? {} : { description }
    return { name, in: 'query', ...told, required: required.includes(name), schema }
  })
}

function bodyOf(mediaType: string, schema: JsonSchema): OpenApiOperation['requestBody'] {
  return { required: true, content: { [mediaType]: { schema } } }
}
