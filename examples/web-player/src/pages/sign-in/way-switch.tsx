import type { Way } from './enter.js'
import styles from './way-switch.module.css'

const WAYS = [
  { way: 'log-in', label: 'Log in' },
  { way: 'sign-up', label: 'Sign up' },
] as const

interface Props {
  readonly way: Way
  readonly onChange: (way: Way) => void
}

/** Whether somebody has an account, or wants one. */
export function WaySwitch({ way, onChange }: Props) {
  return (
    <fieldset className={styles.ways}>
      <legend className="visually-hidden">Do you have an account?</legend>
      {WAYS.map((each) => (
        <label key={each.way} className={styles.way}>
          <input
            type="radio"
            name="way"
            className="visually-hidden"
            checked={each.way === way}
            onChange={() => onChange(each.way)}
          />
          {each.label}
        </label>
      ))}
    </fieldset>
  )
}
