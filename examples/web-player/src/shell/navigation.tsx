import { Heart, House, Orbit } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import styles from './navigation.module.css'

const PLACES = [
  { path: '/', label: 'Home', Icon: House },
  { path: '/liked', label: 'Liked', Icon: Heart },
  { path: '/map', label: 'Map', Icon: Orbit },
] as const

/** The places of the app: at the side of a wide page, at the foot of a narrow one. */
export function Navigation() {
  const [location] = useLocation()
  return (
    <nav aria-label="Places">
      <ul className={styles.places}>
        {PLACES.map(({ path, label, Icon }) => (
          <li key={path}>
            <Link href={path} className={styles.place} aria-current={location === path ? 'page' : undefined}>
              <span className={styles.icon}>
                <Icon size={22} aria-hidden="true" />
              </span>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
