import { SvdError } from './errors.js'
import type { ModelParameters } from './model-parameters.js'
import { readNpy, writeNpy } from './npy.js'

/** Raised whenever a reader of the former version would misread the files. */
const FORMAT_VERSION = 1
const MODEL_FILE = 'model.json'

/**
 * The open files of a model: `model.json` with its kind, options, scalars and ids, and `<name>.npy` for every array,
 * which NumPy reads. Equal parameters give equal bytes.
 *
 * @returns Files by name.
 */
export function saveModel({ parameters }: { readonly parameters: ModelParameters }): Map<string, Uint8Array> {
  const { arrays, ...rest } = parameters
  const described = { formatVersion: FORMAT_VERSION, ...rest, arrays: Object.keys(arrays) }
  const files = new Map([[MODEL_FILE, new TextEncoder().encode(`${JSON.stringify(described)}\n`)]])
  for (const [name, { data, shape }] of Object.entries(arrays))
    files.set(`${name}.npy`, writeNpy(data, shape))
  return files
}

/**
 * Reads what {@link saveModel} wrote; hand it to the `from` of the model that `kind` names, which checks the rest.
 *
 * @throws {@link SvdError} BAD_FILE naming the file that is missing, cut short or altered.
 */
export function readModel(files: ReadonlyMap<string, Uint8Array>): ModelParameters {
  const json = naming(MODEL_FILE, () =>
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file(files, MODEL_FILE))),
  )
  if (json?.formatVersion !== FORMAT_VERSION)
    throw new SvdError(
      'BAD_FILE',
      `${MODEL_FILE}: formatVersion must be ${FORMAT_VERSION}, got ${json?.formatVersion}`,
    )
  if (!isDescription(json))
    throw new SvdError(
      'BAD_FILE',
      `${MODEL_FILE}: must hold kind, options, scalars, userIds, itemIds and arrays`,
    )
  const { kind, options, scalars, userIds, itemIds, arrays: names } = json
  const arrays = Object.fromEntries(
    names.map((name) => {
      const fileName = `${name}.npy`
      return [name, naming(fileName, () => readNpy(file(files, fileName)))]
    }),
  )
  return { kind, options, scalars, userIds, itemIds, arrays }
}

/** What `model.json` holds. */
interface Description extends Omit<ModelParameters, 'arrays'> {
  /** Their names. */
  readonly arrays: readonly string[]
}

function isDescription(json: Record<keyof Description, unknown>): json is Description {
  const isText = (value: unknown) => typeof value === 'string'
  const isRecord = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
  const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText)
  const { kind, options, scalars, userIds, itemIds, arrays } = json
  return isText(kind) && isRecord(options) && isRecord(scalars) && [userIds, itemIds, arrays].every(isTexts)
}

function file(files: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const bytes = files.get(name)
  if (bytes === undefined) throw new SvdError('BAD_FILE', 'is missing')
  return bytes
}

function naming<T>(name: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new SvdError('BAD_FILE', `${name}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}
