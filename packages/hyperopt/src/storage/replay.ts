import type { Distribution } from '../distribution.js'
import { distributionFromJson, fromInternal } from './distribution-json.js'
import { broken } from './fields.js'
import { OP, type Operation } from './operation.js'
import { StudyRecord } from './study-record.js'
import { TrialRecord } from './trial-record.js'
import { stateOf } from './trial-state.js'

type Of<Code extends Operation['op_code']> = Extract<Operation, { readonly op_code: Code }>

/**
 * The studies and trials that a log of operations leads to, by Optuna's rules: ids are counted, and what comes too
 * late changes nothing.
 *
 * @see `JournalStorage` of Optuna.
 */
export class Replay {
  readonly #studies: (StudyRecord | undefined)[] = []
  /** All trials ever made, with their studies. */
  readonly #trials: { readonly trial: TrialRecord; readonly study: StudyRecord }[] = []

  /** The studies that were not deleted, oldest first. */
  get studies(): readonly StudyRecord[] {
    return this.#studies.filter((study) => study !== undefined)
  }

  study(name: string): StudyRecord | undefined {
    return this.studies.find((study) => study.name === name)
  }

  /** @throws RangeError if there is no such trial. */
  trial(id: number): TrialRecord {
    const found = this.#trials[id]
    if (found === undefined) throw new RangeError(`there is no trial with the id ${id}`)
    return found.trial
  }

  /**
   * Changes the state as an operation says.
   *
   * @returns The id of what was made or changed; `null` if the operation came too late and changes nothing.
   * @throws {@link HyperoptError} JOURNAL_BROKEN for a range or value that cannot be.
   */
  apply(operation: Operation): number | null {
    switch (operation.op_code) {
      case OP.createStudy:
        return this.#createStudy(operation)
      case OP.createTrial:
        return this.#createTrial(operation)
      case OP.deleteStudy:
      case OP.setStudyUserAttr:
      case OP.setStudySystemAttr:
        return this.#changeStudy(operation)
      case OP.discardTrials:
        return null
      default:
        return this.#changeTrial(operation)
    }
  }

  #createStudy({ study_name, directions }: Of<0>): number | null {
    if (this.study(study_name) !== undefined) return null
    const id = this.#studies.length
    this.#studies.push(new StudyRecord(id, study_name, directions))
    return id
  }

  #changeStudy(operation: Of<1> | Of<2> | Of<3>): number | null {
    const id = operation.study_id
    const study = this.#studies[id]
    if (study === undefined) return null
    if (operation.op_code === OP.deleteStudy) this.#studies[id] = undefined
    if (operation.op_code === OP.setStudyUserAttr)
      for (const [key, value] of Object.entries(operation.user_attr)) study.userAttrs.set(key, value)
    return id
  }

  #createTrial(operation: Of<4>): number | null {
    const study = this.#studies[operation.study_id]
    if (study === undefined) return null
    const trial = new TrialRecord(this.#trials.length, study.trials.length)
    fillIn(trial, operation)
    for (const [name, range] of Object.entries(trial.freeze().distributions))
      if (!study.distributions.has(name)) study.distributions.set(name, range)
    study.trials.push(trial)
    this.#trials.push({ trial, study })
    return trial.id
  }

  #changeTrial(operation: Of<5> | Of<6> | Of<7> | Of<8> | Of<9>): number | null {
    const { trial_id } = operation
    const found = this.#trials[trial_id]
    if (found === undefined || found.trial.isFinished) return null
    const { trial, study } = found
    switch (operation.op_code) {
      case OP.setTrialParam:
        return setParam(trial, study, operation) ? trial_id : null
      case OP.setTrialState:
        return setState(trial, operation) ? trial_id : null
      case OP.setTrialIntermediateValue:
        trial.setIntermediateValue(operation.step, operation.intermediate_value)
        return trial_id
      case OP.setTrialUserAttr:
        trial.setUserAttrs(operation.user_attr)
        return trial_id
      case OP.setTrialSystemAttr:
        trial.setSystemAttrs(operation.system_attr)
        return trial_id
    }
  }
}

/** Gives a new trial what it was created with. */
function fillIn(trial: TrialRecord, template: Of<4>): void {
  const state = stateOf(template.state ?? 0)!
  trial.start(timeOf(template.datetime_start))
  for (const [name, text] of Object.entries(template.distributions ?? {})) {
    const internal = template.params?.[name]
    if (internal === undefined) throw broken(`params lacks ${name}, which distributions has`)
    const range = distributionFromJson(text)
    trial.setParam(name, fromInternal(range, internal), range)
  }
  for (const [step, value] of Object.entries(template.intermediate_values ?? {}))
    trial.setIntermediateValue(Number(step), value)
  trial.setUserAttrs(template.user_attrs ?? {})
  trial.setSystemAttrs(template.system_attrs ?? {})
  const value = template.value ?? null
  const values = template.values ?? (value === null ? null : [value])
  if (state === 'waiting') trial.wait()
  else if (state !== 'running') trial.finish(state, values, timeOf(template.datetime_complete))
}

function setParam(trial: TrialRecord, study: StudyRecord, operation: Of<5>): boolean {
  const { param_name, param_value_internal, distribution } = operation
  const range = distributionFromJson(distribution)
  const first = study.distributions.get(param_name)
  if (first !== undefined && !isCompatible(first, range)) return false
  study.distributions.set(param_name, first ?? range)
  trial.setParam(param_name, fromInternal(range, param_value_internal), range)
  return true
}

/** Ranges of the same name may have other ends, but not another kind or other choices. */
function isCompatible(a: Distribution, b: Distribution): boolean {
  if (a.kind !== 'categorical' || b.kind !== 'categorical') return a.kind === b.kind
  return a.choices.length === b.choices.length && a.choices.every((choice, i) => choice === b.choices[i])
}

/** A trial that waits goes to the first that starts it. */
function setState(trial: TrialRecord, operation: Of<6>): boolean {
  const state = stateOf(operation.state)!
  if (state === 'running') {
    if (trial.state !== 'waiting') return false
    trial.start(timeOf(operation.datetime_start))
  } else if (state === 'waiting') trial.wait()
  else trial.finish(state, operation.values, timeOf(operation.datetime_complete))
  return true
}

function timeOf(text: string | null | undefined): Date | null {
  if (text === null || text === undefined) return null
  const time = new Date(text)
  if (Number.isNaN(time.getTime())) throw broken(`a time must be in ISO 8601, got ${JSON.stringify(text)}`)
  return time
}
