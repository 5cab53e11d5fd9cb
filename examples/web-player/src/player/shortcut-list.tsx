import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { IconButton } from '../ui/button.js'
import styles from './shortcut-list.module.css'
import { SHORTCUTS, usePanels } from './shortcuts.js'

/** The keys that the player obeys. */
export function ShortcutList() {
  const isOpen = usePanels(({ isShortcutListOpen }) => isShortcutListOpen)
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => usePanels.setState({ isShortcutListOpen: open })}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup}>
          <div className={styles.head}>
            <Dialog.Title className={styles.heading}>Keyboard shortcuts</Dialog.Title>
            <Dialog.Close render={<IconButton label="Close" />}>
              <X size={18} aria-hidden="true" />
            </Dialog.Close>
          </div>
          <dl className={styles.list}>
            {SHORTCUTS.map(({ keys, does }) => (
              <div key={does} className={styles.shortcut}>
                <dt>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
