import { Component, type ReactNode, Suspense, useEffect } from 'react'
import { tell } from './toast.js'

interface Props {
  /** What stands there instead. */
  readonly fallback: ReactNode
  readonly children: ReactNode
}

/**
 * Keeps what breaks while it is drawn from taking the whole app with it: most of all code that is loaded when it is
 * wanted, and cannot be had without a network or after the app was replaced by a newer one.
 */
export class Boundary extends Component<Props, { readonly isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError() {
    return { isBroken: true }
  }

  override render(): ReactNode {
    return this.state.isBroken ? this.props.fallback : this.props.children
  }
}

interface OpenedProps {
  readonly onShut: () => void
  readonly children: ReactNode
}

/** What opens above the page, of code that is loaded for it; where that cannot be had, says so and shuts it. */
export function Opened({ onShut, children }: OpenedProps) {
  return (
    <Boundary fallback={<CannotOpen onShut={onShut} />}>
      <Suspense>{children}</Suspense>
    </Boundary>
  )
}

function CannotOpen({ onShut }: Pick<OpenedProps, 'onShut'>) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once, whatever becomes of what was asked to shut it.
  useEffect(() => {
    tell('This could not be opened. Check your connection, or load the page again.')
    onShut()
  }, [])
  return null
}
