import type { Json } from '../frozen-trial.js'

/** What an operation does, as Optuna numbers it in a journal. */
export const OP = Object.freeze({
  createStudy: 0,
  deleteStudy: 1,
  setStudyUserAttr: 2,
  setStudySystemAttr: 3,
  createTrial: 4,
  setTrialParam: 5,
  setTrialState: 6,
  setTrialIntermediateValue: 7,
  setTrialUserAttr: 8,
  setTrialSystemAttr: 9,
  discardTrials: 10,
})

/** The fields a trial may be created with, for one that was run elsewhere or is to wait. */
export interface TrialTemplate {
  readonly state?: number
  readonly value?: number | null
  readonly values?: readonly number[] | null
  readonly datetime_complete?: string | null
  /** Ranges as JSON text, by parameter. */
  readonly distributions?: Readonly<Record<string, string>>
  /** Choices by index, by parameter. */
  readonly params?: Readonly<Record<string, number>>
  readonly user_attrs?: Readonly<Record<string, Json>>
  readonly system_attrs?: Readonly<Record<string, Json>>
  readonly intermediate_values?: Readonly<Record<string, number>>
}

type Attr = Readonly<Record<string, Json>>

/**
 * One change of a storage's studies, with the field names of Optuna's journal. All that a storage holds is what its
 * operations lead to, one after the other.
 */
export type Operation =
  | { readonly op_code: 0; readonly study_name: string; readonly directions: readonly number[] }
  | { readonly op_code: 1; readonly study_id: number }
  | { readonly op_code: 2; readonly study_id: number; readonly user_attr: Attr }
  | { readonly op_code: 3; readonly study_id: number; readonly system_attr: Attr }
  | ({
      readonly op_code: 4
      readonly study_id: number
      readonly datetime_start: string | null
    } & TrialTemplate)
  | {
      readonly op_code: 5
      readonly trial_id: number
      readonly param_name: string
      readonly param_value_internal: number
      readonly distribution: string
    }
  | {
      readonly op_code: 6
      readonly trial_id: number
      readonly state: number
      readonly values: readonly number[] | null
      readonly datetime_start?: string
      readonly datetime_complete?: string
    }
  | {
      readonly op_code: 7
      readonly trial_id: number
      readonly step: number
      readonly intermediate_value: number
    }
  | { readonly op_code: 8; readonly trial_id: number; readonly user_attr: Attr }
  | { readonly op_code: 9; readonly trial_id: number; readonly system_attr: Attr }
  | { readonly op_code: 10 }
