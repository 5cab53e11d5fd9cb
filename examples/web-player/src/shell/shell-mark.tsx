/** The mark of the app: something that comes round again. The same as public/icons/icon.svg, without its ground. */
export function ShellMark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg viewBox="5 6 54 54" width={size} height={size} aria-hidden="true" fill="none">
      <path
        d="M51.92 34.74A20 20 0 1 1 33.74 13.08"
        stroke="currentColor"
        strokeWidth="10"
        strokeLinecap="round"
      />
      <circle cx="47.6" cy="19.9" r="5.8" fill="currentColor" />
    </svg>
  )
}
