import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.js'
import { queryClient } from './queries/client.js'
import { askForShelves } from './queries/recommendations.js'
import './styles/tokens.css'
import './styles/base.css'

if (location.pathname === '/') askForShelves()

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
)

// Without it the app works as well, as long as there is a network. It fetches the whole app, which can wait.
if (import.meta.env.PROD)
  window.addEventListener('load', () => navigator.serviceWorker?.register('/sw.js').catch(() => {}))
