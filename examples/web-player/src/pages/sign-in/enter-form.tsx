import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import { messageOf, Problem } from '../../api/problem.js'
import type { Credentials } from '../../queries/accounts.js'
import { PasswordField } from '../../session/password-field.js'
import { BusyButton } from '../../ui/busy-button.js'
import { FormProblem } from '../../ui/form-problem.js'
import { TextField } from '../../ui/text-field.js'
import { useWait } from '../../ui/use-wait.js'
import type { Way } from './enter.js'
import styles from './sign-in.module.css'

const FIELDS = ['username', 'password']

interface Props {
  readonly way: Way
  readonly isEntering: boolean
  readonly error: Error | null
  readonly onEnter: (credentials: Credentials) => void
}

/** Name and password. What is wrong with them, the service says. */
export function EnterForm({ way, isEntering, error, onEnter }: Props) {
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const form = useRef<HTMLFormElement>(null)
  const wait = useWait(error)
  const isNew = way === 'sign-up'
  const fields: Readonly<Record<string, string>> = error instanceof Problem ? error.fields : {}
  const isAboutFields = FIELDS.some((name) => fields[name] !== undefined)
  useEffect(() => focusWrong(form.current, error, isNew), [error, isNew])

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!isEntering && wait === 0) onEnter({ username, password })
  }
  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      onSubmit={submit}
      aria-label={isNew ? 'Sign up' : 'Log in'}
    >
      <TextField
        label="Username"
        name="username"
        value={username}
        onChange={(event) => setUsername(event.target.value)}
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        required
        hint={isNew ? '3 to 50 characters' : undefined}
        error={fields['username']}
      />
      <PasswordField
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        required
        hint={isNew ? '4 to 128 characters' : undefined}
        error={fields['password']}
      />
      <FormProblem message={error === null || isAboutFields ? null : messageOf(error)} wait={wait} />
      <BusyButton type="submit" isBusy={isEntering} wait={wait}>
        {isNew ? 'Sign up' : 'Log in'}
      </BusyButton>
    </form>
  )
}

/** Puts the cursor where something has to be mended; a refusal of the whole is about a taken name, or a wrong password. */
function focusWrong(form: HTMLFormElement | null, error: Error | null, isNew: boolean): void {
  if (!(error instanceof Problem) || error.kind !== 'refused') return
  const name = FIELDS.find((field) => error.fields[field] !== undefined) ?? (isNew ? 'username' : 'password')
  const input = form?.elements.namedItem(name)
  if (input instanceof HTMLInputElement) input.focus()
}
