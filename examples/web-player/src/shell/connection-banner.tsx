import { CloudOff, Wifi } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useIsConnected } from '../session/connection.js'
import { classes } from '../ui/classes.js'
import styles from './connection-banner.module.css'

const BACK_MS = 3_000

/** Says that the service cannot be reached, as long as that is so, and that it is back. Covers nothing for long. */
export function ConnectionBanner() {
  const isConnected = useIsConnected()
  const isBack = useIsBack(isConnected)
  return (
    // Empty it stands there, too: only what changes inside a region that is there is read aloud.
    <div role="status" className={styles.place}>
      {!isConnected && (
        <p className={styles.banner}>
          <CloudOff size={18} aria-hidden="true" />
          The service cannot be reached. What you see stays; it is tried again by itself.
        </p>
      )}
      {isBack && (
        <p className={classes(styles.banner, styles.back)}>
          <Wifi size={18} aria-hidden="true" />
          Back again.
        </p>
      )}
    </div>
  )
}

/** Whether the connection came back a moment ago. */
function useIsBack(isConnected: boolean): boolean {
  const [wasAway, setWasAway] = useState(false)
  useEffect(() => {
    if (!isConnected) return setWasAway(true)
    const timer = setTimeout(setWasAway, BACK_MS, false)
    return () => clearTimeout(timer)
  }, [isConnected])
  return isConnected && wasAway
}
