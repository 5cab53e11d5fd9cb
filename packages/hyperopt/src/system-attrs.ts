import type { ParameterValue } from './distribution.js'
import type { FrozenTrial, Json } from './frozen-trial.js'
import { withTimes } from './storage/trial-record.js'

// What studies keep with trials for themselves, under the names that Optuna has for the same.

type Params = Readonly<Record<string, ParameterValue>>

const FIXED = 'fixed_params'
const FAILED_TRIAL = 'failed_trial'
const JOINT = 'tpe:relative_params:'

/** @param failedTrial - The number of the trial that is to be tried again. */
export function writeFixedParams(params: Params, failedTrial?: number): Readonly<Record<string, Json>> {
  return { [FIXED]: { ...params }, ...(failedTrial === undefined ? {} : { [FAILED_TRIAL]: failedTrial }) }
}

/** The values that a trial was enqueued with. */
export function fixedParams({ systemAttrs }: FrozenTrial): Readonly<Record<string, Json>> {
  return asRecord(systemAttrs[FIXED])
}

export function writeJointParams(params: Params): Readonly<Record<string, Json>> {
  return { [`${JOINT}0`]: JSON.stringify(params) }
}

/** A running trial with what was fixed or sampled for it and not asked for yet among its parameters. */
export function withJointParams(trial: FrozenTrial): FrozenTrial {
  const { datetimeStart, datetimeComplete, ...fields } = trial
  const params = { ...jointParams(trial), ...(fixedParams(trial) as Params), ...trial.params }
  return withTimes(datetimeStart, datetimeComplete, { ...fields, params })
}

/** Optuna cuts long texts into pieces; all of them may not be there yet. */
function jointParams({ systemAttrs }: FrozenTrial): Params {
  let text = ''
  for (let i = 0; typeof systemAttrs[`${JOINT}${i}`] === 'string'; i++) text += systemAttrs[`${JOINT}${i}`]
  try {
    return asRecord(JSON.parse(text)) as Params
  } catch {
    return {}
  }
}

function asRecord(value: unknown): Readonly<Record<string, Json>> {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isRecord ? (value as Readonly<Record<string, Json>>) : {}
}
