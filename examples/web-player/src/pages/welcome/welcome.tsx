import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Redirect } from 'wouter'
import { beginWith, useSeeds } from '../../queries/seeds.js'
import { Shell } from '../../shell/shell.js'
import { usePage } from '../../shell/use-page.js'
import { Beginning } from './beginning.js'
import { PickPage } from './pick-page.js'

/** Asks once for the songs to begin with, and shows what goes with them. */
export function WelcomePage() {
  usePage('First songs')
  const seeds = useSeeds()
  const beginning = useMutation({ mutationFn: beginWith })
  // Once songs have been picked here, what the service says about them is no reason to leave.
  const [wasAsked, setWasAsked] = useState(false)
  if (!wasAsked && seeds.data !== undefined && seeds.data.length > 0) return <Redirect to="/" replace />

  if (beginning.data !== undefined)
    return (
      <Shell>
        <Beginning songs={beginning.data} />
      </Shell>
    )
  const begin = (songIds: readonly string[]) => {
    setWasAsked(true)
    beginning.mutate(songIds)
  }
  return (
    <PickPage
      isLoading={seeds.isPending}
      problem={seeds.isError ? { error: seeds.error, retry: seeds.refetch } : null}
      isBeginning={beginning.isPending}
      error={beginning.error}
      onBegin={begin}
    />
  )
}
