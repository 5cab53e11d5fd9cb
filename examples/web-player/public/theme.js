// Before the first paint, so that a page in the other theme does not flash. A file of its own, for the service's
// content security policy allows no inline scripts. src/shell/theme.ts writes what is read here.
try {
  const theme = localStorage.getItem('redux:theme')
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme
    for (const meta of document.querySelectorAll('meta[name="theme-color"]'))
      meta.media = meta.dataset.theme === theme ? 'all' : 'not all'
  }
} catch {
  // Storage is blocked: the system's theme it is.
}
