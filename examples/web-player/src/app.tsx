import { Fragment, lazy, Suspense, useEffect } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { HomePage } from './pages/home/home.js'
import { LikedPage } from './pages/liked/liked.js'
import { SignInPage } from './pages/sign-in/sign-in.js'
import { WelcomePage } from './pages/welcome/welcome.js'
import { listen } from './player/listen.js'
import { usePlayer } from './player/player.js'
import { queryClient } from './queries/client.js'
import { useConnection } from './session/connection.js'
import { ExpiredDialog } from './session/expired-dialog.js'
import { followSession } from './session/follow-session.js'
import { useSession } from './session/session.js'
import { BrokenPage } from './shell/broken-page.js'
import { Shell } from './shell/shell.js'
import { followPages } from './shell/use-page.js'
import { Boundary } from './ui/boundary.js'
import { Toasts } from './ui/toast.js'

// The map is drawn by code of its own, which nobody has to wait for who does not open it.
const MapPage = lazy(async () => ({ default: (await import('./pages/map/map.js')).MapPage }))

export function App() {
  useEffect(followSession, [])
  useEffect(listen, [])
  useEffect(followPages, [])
  useRetryOnReturn()
  return (
    <Boundary fallback={<BrokenPage />}>
      <Switch>
        <Route path="/sign-in" component={SignInPage} />
        <Route path="/welcome">
          <Listeners>
            <WelcomePage />
          </Listeners>
        </Route>
        <Route>
          <Listeners>
            <Shell>
              <Pages />
            </Shell>
          </Listeners>
        </Route>
      </Switch>
      <ExpiredDialog />
      <Toasts />
    </Boundary>
  )
}

function Pages() {
  const [location] = useLocation()
  return (
    <Boundary key={location} fallback={<BrokenPage />}>
      <Suspense>
        <Switch>
          <Route path="/" component={HomePage} />
          <Route path="/liked" component={LikedPage} />
          <Route path="/map" component={MapPage} />
          <Route>
            <Redirect to="/" replace />
          </Route>
        </Switch>
      </Suspense>
    </Boundary>
  )
}

/** Shows its pages to accounts and guests; everybody else is asked who they are. */
function Listeners({ children }: { readonly children: React.ReactNode }) {
  const isSomebody = useSession(({ token, guestSeeds }) => token !== null || guestSeeds !== null)
  const username = useSession((session) => session.username)
  // The pages of another account begin anew.
  return isSomebody ? <Fragment key={username}>{children}</Fragment> : <Redirect to="/sign-in" replace />
}

/** What could not be loaded while the service was away is loaded when it is back. */
function useRetryOnReturn(): void {
  const returns = useConnection((connection) => connection.returns)
  useEffect(() => {
    if (returns === 0) return
    queryClient.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' })
    const { refill, retry } = usePlayer.getState()
    if (refill === 'failed') retry()
  }, [returns])
}
