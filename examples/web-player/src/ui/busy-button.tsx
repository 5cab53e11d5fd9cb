import type { ComponentProps } from 'react'
import styles from './busy-button.module.css'
import { Button } from './button.js'
import { classes } from './classes.js'
import { Turning } from './turning.js'
import { inSeconds } from './use-wait.js'

interface Props extends ComponentProps<typeof Button> {
  /** Whether what it started is under way. */
  readonly isBusy: boolean
  /** Seconds until it may be pressed again. */
  readonly wait?: number
}

/** A button that starts something that takes a moment: it shows that it works, and cannot be pressed twice. */
export function BusyButton({ isBusy, wait = 0, disabled, onClick, className, children, ...rest }: Props) {
  const isOff = isBusy || disabled || wait > 0
  return (
    <Button
      look="primary"
      className={classes(styles.busy, className)}
      // Focus stays on it while it works, which it would lose by being disabled.
      aria-disabled={isOff}
      aria-busy={isBusy}
      onClick={(event) => (isOff ? event.preventDefault() : onClick?.(event))}
      {...rest}
    >
      {isBusy && <Turning size={18} />}
      {wait > 0 ? `Try again in ${inSeconds(wait)}` : children}
    </Button>
  )
}
