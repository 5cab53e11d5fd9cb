/** What a run was told or is labelled with. */
export type ParamValue = string | number | boolean

/** How a run ended; `killed` when somebody stopped it. */
export type RunStatus = 'running' | 'finished' | 'failed' | 'killed'

/** Where runs are recorded: as plain files, or on a tracking server. */
export interface Tracker {
  /**
   * Begins a run.
   *
   * @param name - What kind of run it is, such as `train`; need not be unique.
   */
  startRun(name: string): Promise<Run>
}

/** One run: what it was told, how it went, what it made. Names are as MLflow has them: letters, digits and `_-./ `. */
export interface Run {
  /** Unique among the tracker's runs. */
  readonly id: string
  /** A later value of the same name replaces an earlier one. */
  logParams(params: Readonly<Record<string, ParamValue>>): Promise<void>
  /** @param step - Such as an epoch; 0 when there is only one. */
  logMetric(name: string, value: number, step?: number): Promise<void>
  setTags(tags: Readonly<Record<string, ParamValue>>): Promise<void>
  /** Keeps a file with the run. */
  logArtifact(name: string, content: Uint8Array | string): Promise<void>
  /** Nothing can be logged afterwards. */
  end(status: Exclude<RunStatus, 'running'>): Promise<void>
}
