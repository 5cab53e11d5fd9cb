import { HTTP_ERRORS, type HttpErrorCode } from '../errors.js'
import type { JsonSchema } from './json-schemas.js'
import type { Operation } from './operation.js'

const CODES = Object.keys(HTTP_ERRORS) as HttpErrorCode[]

/**
 * Everything that an operation may be refused with: what it says itself, and what follows from who may call it and
 * from what is read.
 *
 * @param input - JSON Schema of its query or body.
 * @returns The codes in the order of {@link HTTP_ERRORS}, which is that of their statuses.
 */
export function possibleErrors(operation: Operation, input: JsonSchema | undefined): HttpErrorCode[] {
  const { caller, withoutAccounts, json, form, errors = [], tag } = operation
  const hasBody = json !== undefined || form !== undefined
  const readsAccounts = caller !== 'anyone' && withoutAccounts === undefined
  const possible: Partial<Record<HttpErrorCode, boolean>> = {
    BODY_TOO_LARGE: hasBody,
    ENCODED_BODY: hasBody,
    INVALID_REQUEST: hasBody || canRefuse(input),
    NOT_AUTHENTICATED: caller === 'required',
    ACCOUNTS_UNAVAILABLE: readsAccounts,
    // Not INCOMPLETE_BODY: whoever ends a request early is not there to read it.
    // Operators must see how busy the service is, however busy it is.
    BUSY: tag !== 'Operations',
    TOO_MANY_REQUESTS: true,
    INTERNAL: true,
  }
  return CODES.filter((code) => possible[code] || errors.includes(code))
}

/** Whether any query breaks a rule. Parameters are texts: a field that takes any text refuses none. */
function canRefuse({ properties = {}, required = [] }: JsonSchema = {}): boolean {
  const takesAnyText = (field: JsonSchema) =>
    field.type === 'string' &&
    !['minLength', 'maxLength', 'pattern', 'format', 'enum'].some((rule) => rule in field)
  return required.length > 0 || Object.values(properties).some((field) => !takesAnyText(field as JsonSchema))
}
