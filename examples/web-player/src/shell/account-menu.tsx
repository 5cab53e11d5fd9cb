import { lazy, Suspense, useState } from 'react'
import { tell } from '../ui/toast.js'
import { AccountButton } from './account-button.js'
import styles from './account-menu.module.css'

const load = () => import('./account-popup.js')

const AccountPopup = lazy(async () => ({ default: (await load()).AccountPopup }))

/** A button that opens a menu: who is signed in, the theme, and the way out. The menu is loaded when it is wanted. */
export function AccountMenu() {
  const [wasOpened, setOpened] = useState(false)
  // A press comes some time after the mouse or the focus, and finds it loaded.
  const prepare = () => void load().catch(() => {})
  const open = () =>
    load().then(
      () => setOpened(true),
      () => tell('The menu could not be loaded. Check your connection.'),
    )
  const button = (
    <AccountButton aria-expanded={false} onPointerEnter={prepare} onFocus={prepare} onClick={open} />
  )
  return (
    <div className={styles.account}>
      {wasOpened ? (
        <Suspense fallback={button}>
          <AccountPopup />
        </Suspense>
      ) : (
        button
      )}
    </div>
  )
}
