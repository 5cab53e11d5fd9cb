import type { ReactNode } from 'react'
import styles from './notice.module.css'

interface Props {
  readonly icon: ReactNode
  readonly title: string
  readonly children?: ReactNode
  /** What can be done about it. */
  readonly action?: ReactNode
  /** Whether it came up by itself, and is read aloud. */
  readonly isAlert?: boolean
}

/** Stands where there is nothing to show, and says why. */
export function Notice({ icon, title, children, action, isAlert = false }: Props) {
  return (
    <div className={styles.notice} role={isAlert ? 'alert' : undefined}>
      <div className={styles.icon} aria-hidden="true">
        {icon}
      </div>
      <p className={styles.title}>{title}</p>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {action}
    </div>
  )
}
