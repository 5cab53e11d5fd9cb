import type { ReactNode } from 'react'
import { Link } from 'wouter'
import styles from './button.module.css'
import { classes } from './classes.js'

interface Props {
  readonly href: string
  readonly look?: 'primary' | 'plain' | 'quiet'
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** A way to another page that looks like a button. */
export function LinkButton({ href, look = 'plain', className, children }: Props) {
  return (
    <Link href={href} className={classes(styles.button, styles[look], className)}>
      {children}
    </Link>
  )
}
