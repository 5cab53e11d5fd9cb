import { TriangleAlert } from 'lucide-react'
import { Button } from '../ui/button.js'
import { Notice } from '../ui/notice.js'

/** Stands in place of a page that could not be loaded or drawn. */
export function BrokenPage() {
  return (
    <Notice
      isAlert
      icon={<TriangleAlert size={28} />}
      title="This page could not be shown"
      action={<Button onClick={() => window.location.reload()}>Load it again</Button>}
    >
      Check your connection. What you liked and what plays next is kept.
    </Notice>
  )
}
