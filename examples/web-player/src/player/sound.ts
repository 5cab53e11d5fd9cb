/** What a song is heard by: a recording, or a clock that pretends to be one. Times are in seconds. */
export interface Sound {
  readonly durationSeconds: number
  positionSeconds(): number
  play(): void
  pause(): void
  seek(seconds: number): void
  /** Falls silent for good, and reports nothing any more. */
  dispose(): void
}

export interface SoundEvents {
  /** It came to its end by itself. */
  readonly onEnd: () => void
  /** Its duration became known. */
  readonly onDuration: () => void
  /** The browser does not let it play before somebody presses something. */
  readonly onBlocked: () => void
  /** It cannot be heard at all. */
  readonly onFailure: () => void
}
