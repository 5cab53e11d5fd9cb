import type { CSSProperties } from 'react'
import styles from './skeleton.module.css'

/** A grey shape where something is being loaded. Read aloud by nobody: who shows it says that it loads. */
export function Skeleton({
  width,
  height,
  radius,
}: Pick<CSSProperties, 'width' | 'height'> & { radius?: string }) {
  return (
    <span aria-hidden="true" className={styles.skeleton} style={{ width, height, borderRadius: radius }} />
  )
}
