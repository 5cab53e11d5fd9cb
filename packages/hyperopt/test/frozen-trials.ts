import type { FrozenTrial } from '../src/index.js'

/** A record of a trial with what matters to a test. */
export function frozenTrial(fields: Partial<FrozenTrial>): FrozenTrial {
  return {
    number: 0,
    state: 'complete',
    value: null,
    failure: null,
    params: {},
    distributions: {},
    intermediateValues: {},
    userAttrs: {},
    systemAttrs: {},
    datetimeStart: null,
    datetimeComplete: null,
    ...fields,
  }
}
