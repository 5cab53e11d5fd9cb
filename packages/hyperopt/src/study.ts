import { contains, type Distribution, describeDistribution, type ParameterValue } from './distribution.js'
import { HyperoptError } from './errors.js'
import { type FrozenTrial, isFinished, type Json } from './frozen-trial.js'
import { type Objective, type OptimizeOptions, optimize } from './optimize.js'
import { checkKeys, checkOption } from './options.js'
import { NopPruner } from './pruners/nop-pruner.js'
import type { Pruner } from './pruners/pruner.js'
import { RunningTrial } from './running-trial.js'
import type { Direction, JointSampleRequest, Sampler } from './samplers/sampler.js'
import { TPESampler } from './samplers/tpe-sampler.js'
import { SearchSpace } from './search-space.js'
import { isoTime } from './storage/iso-time.js'
import { copyOfJson } from './storage/json.js'
import { OP } from './storage/operation.js'
import type { StudyStorage } from './storage/storage.js'
import type { StudyRecord } from './storage/study-record.js'
import type { TrialRecord } from './storage/trial-record.js'
import { stateCode } from './storage/trial-state.js'
import { fixedParams, withJointParams, writeFixedParams, writeJointParams } from './system-attrs.js'

/** How a study goes about its search. */
export interface StudyMeans {
  /** Chooses the parameter values. @defaultValue new TPESampler() */
  readonly sampler?: Sampler
  /** Judges half-way which trials to give up. @defaultValue new NopPruner(), which gives none up */
  readonly pruner?: Pruner
}

/** Which running trials are to be given up for lost. */
export interface FailStaleTrialsOptions {
  /** Seconds since they started, >= 0; those that started later are let be. @defaultValue 0 */
  readonly olderThan?: number
  /** Whether to enqueue a trial with the same parameter values for each. @defaultValue false */
  readonly retry?: boolean
}

/**
 * A search for the parameter values that make an objective best. Made by `createStudy` or `loadStudy`.
 *
 * A study keeps its trials in its storage, and a further call of `optimize` adds to them.
 */
export class Study {
  readonly direction: Direction
  readonly sampler: Sampler
  readonly pruner: Pruner
  readonly storage: StudyStorage
  readonly studyName: string
  readonly #record: StudyRecord
  readonly #searchSpace = new SearchSpace()
  /** Ids of the trials that run in this object. */
  readonly #own = new Set<number>()
  #calls = 0
  #isStopped = false

  /** @internal */
  constructor(storage: StudyStorage, record: StudyRecord, means: StudyMeans) {
    const { sampler = new TPESampler(), pruner = new NopPruner() } = means
    checkOption(typeof sampler?.sample === 'function', 'sampler', 'an object with a method sample', sampler)
    checkOption(
      typeof pruner?.shouldPrune === 'function',
      'pruner',
      'an object with a method shouldPrune',
      pruner,
    )
    const [direction, ...more] = record.directions
    if (direction === undefined || direction === null || more.length > 0)
      throw new HyperoptError(
        'STUDY_MISMATCH',
        `${record.name} must seek the minimum or maximum of one value`,
      )
    this.direction = direction
    this.sampler = sampler
    this.pruner = pruner
    this.storage = storage
    this.studyName = record.name
    this.#record = record
    for (const { distributions } of this.trials) this.#searchSpace.adopt(distributions)
  }

  /** All trials so far, by number, a snapshot; the last ones may still run. Those of other processes, too. */
  get trials(): readonly FrozenTrial[] {
    this.storage.read()
    return this.#record.trials.map((trial) => trial.freeze())
  }

  /**
   * The completed trial with the smallest or largest value, as `direction` says; the earliest of several. Trials that
   * failed or were pruned do not compete.
   *
   * @throws {@link HyperoptError} NO_COMPLETED_TRIAL if there is none.
   */
  get bestTrial(): FrozenTrial {
    const sign = this.direction === 'minimize' ? 1 : -1
    const { trials } = this
    let best: FrozenTrial | undefined
    for (const trial of trials)
      if (trial.state === 'complete' && trial.value !== null)
        if (best === undefined || sign * trial.value < sign * best.value!) best = trial
    if (best === undefined)
      throw new HyperoptError(
        'NO_COMPLETED_TRIAL',
        `bestTrial needs a completed trial, but none of the ${trials.length} trials of ${this.studyName} is`,
      )
    return best
  }

  /** What was kept with the study, a snapshot. */
  get userAttrs(): Readonly<Record<string, Json>> {
    this.storage.read()
    return Object.freeze(Object.fromEntries(this.#record.userAttrs))
  }

  /**
   * Keeps something with the study, such as the name of the data; an earlier value of the same key is replaced.
   *
   * @throws {@link HyperoptError} INVALID_OPTION for what JSON cannot say.
   */
  setUserAttr(key: string, value: Json): void {
    checkOption(typeof key === 'string' && key !== '', 'the key of an attribute', 'a string, not empty', key)
    const user_attr = { [key]: copyOfJson(`the attribute ${key}`, value) }
    this.storage.write({ op_code: OP.setStudyUserAttr, study_id: this.#record.id, user_attr })
  }

  /**
   * Has one of the next trials run with given values, such as defaults to compare with; of several, the first
   * enqueued is the first to run. What is not given is left to the sampler.
   *
   * @param params - Values by parameter. One that turns out to lie outside its range fails the trial.
   * @throws {@link HyperoptError} INVALID_OPTION for a value of a type that no parameter has.
   * @example
   * study.enqueueTrial({ nFactors: 100, learningRate: 0.005 })
   */
  enqueueTrial(params: Readonly<Record<string, ParameterValue>>): void {
    for (const [name, value] of Object.entries(params))
      checkOption(
        value === null || ['string', 'number', 'boolean'].includes(typeof value),
        name,
        'a string, a number, a boolean or null',
        value,
      )
    this.#enqueue(writeFixedParams(params))
  }

  /**
   * Runs the objective in trials, `concurrency` at a time. Timers and events have their turn between two trials.
   *
   * A trial whose objective returns NaN is recorded as failed and the study goes on; so is, as pruned, one whose
   * objective throws {@link TrialPruned}. A trial whose objective throws something else is recorded as failed, and
   * what it threw is thrown on once the other running trials are over, unless `catch` says otherwise: the cause may
   * be a mistake in the program, which a hundred further trials would not mend. The study can go on in another call.
   *
   * With `concurrency` 1, the same seed gives the same trials. With more, a sampler that learns sees what happens to
   * be over when a trial starts, so its choices depend on how long each trial takes.
   *
   * @returns When all trials are over or the time is.
   * @throws {@link HyperoptError} INVALID_OPTION for an unknown option or one out of range; INVALID_VALUE if the
   *   objective returns something that is not a number; ABORTED, with the signal's reason as its cause, if the
   *   signal stopped the call before its last trial was over; and what the objective or a callback throws.
   * @example
   * await study.optimize((trial) => (trial.suggestFloat('x', -10, 10) - 2) ** 2, { nTrials: 100 })
   */
  async optimize(objective: Objective, options: OptimizeOptions): Promise<void> {
    if (this.#calls === 0) this.#isStopped = false
    this.#calls++
    try {
      await optimize(
        this,
        () => this.#start(),
        () => this.#isStopped,
        objective,
        options,
      )
    } finally {
      this.#calls--
    }
  }

  /** Has the running calls of `optimize` return once the trials that run are over. For callbacks and objectives. */
  stop(): void {
    this.#isStopped = true
  }

  /**
   * Marks trials as failed that run in no live process, as a crash leaves them. Trials that run in this object are let
   * be. A storage cannot tell a dead process from a slow one: where other processes work on the study, give the
   * seconds in `olderThan` that no trial takes.
   *
   * @returns The trials that were marked.
   */
  failStaleTrials(options: FailStaleTrialsOptions = {}): readonly FrozenTrial[] {
    checkKeys('failStaleTrials', options, ['olderThan', 'retry'])
    const { olderThan = 0, retry = false } = options
    checkOption(
      typeof olderThan === 'number' && olderThan >= 0,
      'olderThan',
      'a number of seconds >= 0',
      olderThan,
    )
    checkOption(typeof retry === 'boolean', 'retry', 'a boolean', retry)
    this.storage.read()
    const latest = Date.now() - olderThan * 1000
    const stale = this.#record.trials.filter(
      (record) =>
        record.state === 'running' &&
        !this.#own.has(record.id) &&
        (record.freeze().datetimeStart?.getTime() ?? 0) <= latest,
    )
    for (const record of stale) this.#running(record).fail('its process ended')
    // One whose process lives after all may have ended just now.
    const failed = stale.map((record) => record.freeze()).filter(({ state }) => state === 'failed')
    if (retry) for (const { params, number } of failed) this.#enqueue(writeFixedParams(params, number))
    return failed
  }

  #enqueue(system_attrs: Readonly<Record<string, Json>>): void {
    const state = stateCode('waiting')
    const study_id = this.#record.id
    this.storage.write({ op_code: OP.createTrial, study_id, datetime_start: null, state, system_attrs })
  }

  /** Starts the trial that has waited longest, or a new one. */
  #start(): RunningTrial {
    const record = this.#claim() ?? this.#create()
    this.#own.add(record.id)
    return this.#running(record)
  }

  #claim(): TrialRecord | undefined {
    this.storage.read()
    return this.#record.trials.find(
      (record) =>
        record.state === 'waiting' &&
        // Another process may be faster.
        this.storage.write({
          op_code: OP.setTrialState,
          trial_id: record.id,
          state: stateCode('running'),
          values: null,
          datetime_start: isoTime(new Date()),
        }) !== null,
    )
  }

  #create(): TrialRecord {
    const id = this.storage.write({
      op_code: OP.createTrial,
      study_id: this.#record.id,
      datetime_start: isoTime(new Date()),
    })
    if (id === null) throw new HyperoptError('STUDY_NOT_FOUND', `${this.studyName} was deleted`)
    return this.storage.read().trial(id)
  }

  #sampleJointly(record: TrialRecord): Readonly<Record<string, ParameterValue>> {
    const joint = this.sampler.sampleJointly?.(this.#request(record)) ?? {}
    if (Object.keys(joint).length > 0)
      this.storage.write({
        op_code: OP.setTrialSystemAttr,
        trial_id: record.id,
        system_attr: writeJointParams(joint),
      })
    return joint
  }

  #running(record: TrialRecord): RunningTrial {
    let joint: Readonly<Record<string, ParameterValue>> | undefined
    return new RunningTrial(record, {
      storage: this.storage,
      searchSpace: this.#searchSpace,
      fixed: fixedParams(record.freeze()),
      choose: (name, distribution) => {
        joint ??= this.#sampleJointly(record)
        return this.#choose(record, joint, name, distribution)
      },
      shouldPrune: (trial) =>
        this.pruner.shouldPrune({ trial, direction: this.direction, trials: this.trials }),
    })
  }

  #choose(
    record: TrialRecord,
    joint: Readonly<Record<string, ParameterValue>>,
    name: string,
    distribution: Distribution,
  ): ParameterValue {
    const together = Object.hasOwn(joint, name) ? joint[name] : undefined
    if (together !== undefined && contains(distribution, together)) return together
    const value = this.sampler.sample({ ...this.#request(record), name, distribution })
    if (!contains(distribution, value))
      throw new HyperoptError(
        'INVALID_SAMPLE',
        `the sampler's ${name} must be ${describeDistribution(distribution)}, got ${JSON.stringify(value)}`,
      )
    return value
  }

  #request({ number }: TrialRecord): JointSampleRequest {
    const { trials } = this
    return {
      trialNumber: number,
      direction: this.direction,
      history: trials.filter(isFinished),
      running: trials
        .filter((trial) => trial.state === 'running' && trial.number !== number)
        .map(withJointParams),
    }
  }
}
