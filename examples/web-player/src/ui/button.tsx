import type { ComponentProps } from 'react'
import styles from './button.module.css'
import { classes } from './classes.js'

interface Props extends ComponentProps<'button'> {
  /** `primary` for what a page is there for; `quiet` for what stands beside it. */
  readonly look?: 'primary' | 'plain' | 'quiet'
}

export function Button({ look = 'plain', className, type = 'button', ...rest }: Props) {
  return <button type={type} className={classes(styles.button, styles[look], className)} {...rest} />
}

interface IconButtonProps extends ComponentProps<'button'> {
  /** What it does, for those who cannot see the icon; the tooltip, too. */
  readonly label: string
}

/** A round button that shows an icon only. */
export function IconButton({ label, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={classes(styles.icon, className)}
      {...rest}
    />
  )
}
