import { AlertDialog } from '@base-ui/react/alert-dialog'
import { useMutation } from '@tanstack/react-query'
import { type RefObject, type SubmitEvent, useEffect, useRef, useState } from 'react'
import { messageOf, Problem } from '../api/problem.js'
import { logIn } from '../queries/accounts.js'
import { BusyButton } from '../ui/busy-button.js'
import { Button } from '../ui/button.js'
import { FormProblem } from '../ui/form-problem.js'
import { TextField } from '../ui/text-field.js'
import { useWait } from '../ui/use-wait.js'
import styles from './expired-dialog.module.css'
import { leave } from './leave.js'
import { PasswordField } from './password-field.js'
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

/** The password of the account whose session has ended, or the way out. */
function ExpiredForm({ password: field }: { readonly password: RefObject<HTMLInputElement | null> }) {
  const username = useSession((session) => session.username) ?? ''
  const [password, setPassword] = useState('')
  const { error, isPending, mutate } = useMutation({
    mutationFn: () => logIn({ username, password }),
    // Not where this tab or another has meanwhile gone on as somebody else.
    onSuccess: (token) => {
      const { username: current, signIn } = useSession.getState()
      if (current === username) signIn(token, username)
    },
  })
  const wait = useWait(error)
  const wrong = error instanceof Problem ? error.fields['password'] : undefined
  useEffect(() => {
    if (error instanceof Problem && error.kind === 'refused') field.current?.select()
  }, [error, field])

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!isPending && wait === 0) mutate()
  }
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <TextField label="Username" name="username" value={username} readOnly autoComplete="username" />
      <PasswordField
        ref={field}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        autoComplete="current-password"
        required
        error={wrong}
      />
      <FormProblem message={error === null || wrong !== undefined ? null : messageOf(error)} wait={wait} />
      <BusyButton type="submit" isBusy={isPending} wait={wait}>
        Log in
      </BusyButton>
      <Button look="quiet" onClick={leave}>
        Sign out
      </Button>
    </form>
  )
}
