import styles from './mosaic.module.css'

/** A wall of covers behind the card. */
export function Mosaic() {
  return (
    <div className={styles.mosaic} aria-hidden="true">
      <div className={styles.wall} />
    </div>
  )
}
