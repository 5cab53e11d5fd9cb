import { artworkOf } from '../../songs/artwork.js'
import styles from './mosaic.module.css'

/** More than fit on the widest page. */
const TILES = Array.from({ length: 96 }, (_, tile) => `Cover ${tile} - Redux`)

/** A wall of covers behind the card. */
export function Mosaic() {
  return (
    <div className={styles.mosaic} aria-hidden="true">
      <div className={styles.wall}>
        {TILES.map((name) => (
          <img key={name} src={artworkOf(name)} alt="" className={styles.tile} decoding="async" />
        ))}
      </div>
    </div>
  )
}
