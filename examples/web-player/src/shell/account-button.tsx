import { User } from 'lucide-react'
import type { ComponentProps } from 'react'
import { useSession } from '../session/session.js'
import styles from './account-menu.module.css'

/** The initial of whoever is signed in. */
export function AccountButton(props: ComponentProps<'button'>) {
  const username = useSession((session) => session.username)
  return (
    <button
      type="button"
      aria-haspopup="menu"
      aria-label={username === null ? 'Guest' : `Account of ${username}`}
      {...props}
      className={styles.trigger}
    >
      <bdi className={styles.initial}>
        {username === null ? <User size={20} aria-hidden="true" /> : [...username][0]?.toUpperCase()}
      </bdi>
    </button>
  )
}
