import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Redirect, useLocation, useSearch } from 'wouter'
import type { Credentials } from '../../queries/accounts.js'
import { useSession } from '../../session/session.js'
import { ShellMark } from '../../shell/shell-mark.js'
import { usePage } from '../../shell/use-page.js'
import { Button } from '../../ui/button.js'
import { enter, type Way } from './enter.js'
import { EnterForm } from './enter-form.js'
import { Mosaic } from './mosaic.js'
import styles from './sign-in.module.css'
import { WaySwitch } from './way-switch.js'

/** Logs in or signs up, or lets somebody try things without an account. */
export function SignInPage() {
  usePage('Sign in')
  const [, navigate] = useLocation()
  const search = useSearch()
  const { token, guestSeeds, beGuest } = useSession()
  // Who tried things as a guest comes here to sign up, unless they say otherwise.
  const [way, setWay] = useState<Way>(guestSeeds === null || search === 'log-in' ? 'log-in' : 'sign-up')
  const entering = useMutation({
    mutationFn: (credentials: Credentials) => enter(way, credentials),
    onSuccess: (place) => navigate(place, { replace: true }),
  })
  const isEntering = entering.isPending || entering.isSuccess
  if (token !== null && !isEntering) return <Redirect to="/" replace />

  const change = (other: Way) => {
    setWay(other)
    entering.reset()
  }
  const tryIt = () => {
    beGuest(guestSeeds ?? [])
    navigate('/welcome')
  }
  return (
    <div className={styles.page}>
      <Mosaic />
      <main className={styles.card}>
        <header className={styles.head}>
          <h1 className={styles.name}>
            <ShellMark size={34} />
            Redux
          </h1>
          <p className={styles.promise}>Pick a few songs you love, and hear what goes with them.</p>
        </header>
        <WaySwitch way={way} onChange={change} />
        <EnterForm way={way} isEntering={isEntering} error={entering.error} onEnter={entering.mutate} />
        <div className={styles.or} aria-hidden="true">
          or
        </div>
        <Button onClick={tryIt}>Try it without an account</Button>
      </main>
    </div>
  )
}
