import { type ComponentProps, type ReactNode, useId } from 'react'
import { classes } from './classes.js'
import styles from './text-field.module.css'

interface Props extends Omit<ComponentProps<'input'>, 'children'> {
  readonly label: string
  /** What is expected, below the field. */
  readonly hint?: string | undefined
  /** What is wrong with it; takes the place of the hint. */
  readonly error?: string | undefined
  /** A button inside the field, at its end. */
  readonly end?: ReactNode
}

/** A line of text to fill in, with its label above and what there is to say about it below. */
export function TextField({ label, hint, error, end, className, ...rest }: Props) {
  const id = useId()
  const said = error ?? hint
  return (
    <div className={classes(styles.field, className)}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.box}>
        <input
          id={id}
          className={styles.input}
          aria-invalid={error !== undefined}
          aria-describedby={said === undefined ? undefined : `${id}-said`}
          {...rest}
        />
        {end}
      </div>
      <p id={`${id}-said`} className={classes(styles.said, error !== undefined && styles.wrong)}>
        {said}
      </p>
    </div>
  )
}
