import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { IconButton } from './button.js'
import styles from './toast.module.css'

const manager = Toast.createToastManager()

/** Tells something in passing, and reads it aloud. */
export function tell(
  message: string,
  action?: { readonly label: string; readonly onClick: () => void },
): void {
  manager.add({
    description: message,
    timeout: 6000,
    actionProps: action && { children: action.label, onClick: action.onClick },
  })
}

/** Where {@link tell} tells it. */
export function Toasts() {
  return (
    <Toast.Provider toastManager={manager} limit={2}>
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport}>
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function List() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} aria-label="Notice" className={styles.toast}>
      <Toast.Description className={styles.text} />
      <Toast.Action className={styles.action} />
      <Toast.Close render={<IconButton label="Close" />}>
        <X size={18} />
      </Toast.Close>
    </Toast.Root>
  ))
}
