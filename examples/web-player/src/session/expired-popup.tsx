import { AlertDialog } from '@base-ui/react/alert-dialog'
import { useRef } from 'react'
import styles from './expired-dialog.module.css'
import { ExpiredForm } from './expired-form.js'
import { useSession } from './session.js'

/** What {@link ExpiredDialog} shows. */
export function ExpiredPopup() {
  const hasExpired = useSession((session) => session.hasExpired)
  const password = useRef<HTMLInputElement>(null)
  return (
    // Nothing but an answer closes it, so that Escape loses nothing.
    <AlertDialog.Root open={hasExpired}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles.veil} />
        <AlertDialog.Viewport className={styles.viewport}>
          <AlertDialog.Popup className={styles.dialog} initialFocus={password}>
            <AlertDialog.Title className={styles.title}>Your session has ended</AlertDialog.Title>
            <AlertDialog.Description className={styles.text}>
              Log in again, and go on where you were.
            </AlertDialog.Description>
            <ExpiredForm password={password} />
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
