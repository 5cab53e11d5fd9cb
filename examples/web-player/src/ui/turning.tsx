import { LoaderCircle } from 'lucide-react'
import styles from './turning.module.css'

/** Shows that something is under way. */
export function Turning({ size }: { readonly size: number }) {
  return <LoaderCircle size={size} className={styles.turning} aria-hidden="true" />
}
