import { CloudOff, Hourglass, TriangleAlert } from 'lucide-react'
import { messageOf, Problem } from '../api/problem.js'
import { Button } from './button.js'
import { Notice } from './notice.js'
import { inSeconds, useWait } from './use-wait.js'

interface Props {
  readonly error: Error
  readonly onRetry: () => void
}

const LOOKS = {
  unreachable: ['The service cannot be reached', CloudOff],
  busy: ['One moment, please', Hourglass],
  'signed-out': ['Please sign in', TriangleAlert],
  refused: ['That did not work', TriangleAlert],
  failed: ['That did not work', TriangleAlert],
} as const

/** Stands in place of what could not be loaded. */
export function ProblemNotice({ error, onRetry }: Props) {
  const kind = error instanceof Problem ? error.kind : 'failed'
  const [title, Icon] = LOOKS[kind]
  const wait = useWait(error)
  return (
    <Notice
      isAlert
      icon={<Icon size={28} />}
      title={title}
      action={
        <Button onClick={onRetry} disabled={wait > 0}>
          {wait > 0 ? `Try again in ${inSeconds(wait)}` : 'Try again'}
        </Button>
      }
    >
      {kind === 'unreachable' ? 'It is tried again by itself; what is on the page stays.' : messageOf(error)}
    </Notice>
  )
}
