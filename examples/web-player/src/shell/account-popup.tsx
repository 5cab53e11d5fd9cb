import { Menu } from '@base-ui/react/menu'
import { Check, LogOut } from 'lucide-react'
import { useLocation } from 'wouter'
import { leave } from '../session/leave.js'
import { useSession } from '../session/session.js'
import { AccountButton } from './account-button.js'
import styles from './account-menu.module.css'
import { type Theme, useTheme } from './theme.js'

const THEMES: readonly { readonly theme: Theme; readonly label: string }[] = [
  { theme: 'system', label: 'System' },
  { theme: 'light', label: 'Light' },
  { theme: 'dark', label: 'Dark' },
]

/** What {@link AccountMenu} opens: who is signed in, the theme, and the way out. */
export function AccountPopup() {
  const username = useSession((session) => session.username)
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger render={<AccountButton />} />
      <Menu.Portal>
        <Menu.Positioner
          role="region"
          aria-label="Account"
          className={styles.positioner}
          sideOffset={8}
          align="end"
          collisionPadding={12}
        >
          <Menu.Popup className={styles.menu}>
            <div className={styles.who}>
              {username === null ? (
                'Listening as a guest'
              ) : (
                <>
                  Signed in as <bdi className={styles.name}>{username}</bdi>
                </>
              )}
            </div>
            <Menu.Separator className={styles.line} />
            <ThemeItems />
            <Menu.Separator className={styles.line} />
            {username === null ? (
              <GuestItems />
            ) : (
              <Menu.Item className={styles.item} onClick={leave}>
                <LogOut size={18} aria-hidden="true" />
                Sign out
              </Menu.Item>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function ThemeItems() {
  const { theme, setTheme } = useTheme()
  return (
    <Menu.RadioGroup value={theme} onValueChange={setTheme}>
      <Menu.GroupLabel className={styles.label}>Theme</Menu.GroupLabel>
      {THEMES.map((each) => (
        <Menu.RadioItem key={each.theme} value={each.theme} className={styles.item}>
          <span className={styles.check}>
            <Menu.RadioItemIndicator>
              <Check size={18} aria-hidden="true" />
            </Menu.RadioItemIndicator>
          </span>
          {each.label}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  )
}

function GuestItems() {
  const [, navigate] = useLocation()
  return (
    <>
      <Menu.Item className={styles.item} onClick={() => navigate('/sign-in')}>
        Sign up to keep your picks
      </Menu.Item>
      <Menu.Item className={styles.item} onClick={() => navigate('/sign-in?log-in')}>
        Log in
      </Menu.Item>
    </>
  )
}
