import { type SampleListener, sampleListeners } from '../measure/sample-listeners.js'
import { foreign, type Html, html } from '../page/html.js'
import { count, percent } from '../page/numbers.js'
import type { Section } from '../section.js'
import type { ReportSources } from '../sources.js'

export function listenersSection({ artifact, data }: ReportSources): Section {
  const heading = { id: 'listeners', title: 'Ten listeners, what they are given and why' }
  if (artifact === undefined)
    return { ...heading, lead: 'No version was given, so nobody can be recommended anything.', parts: [] }
  const listeners = sampleListeners(artifact, data)
  return {
    ...heading,
    lead: 'Users of the data from those who know little to those who know much, equally far apart in that order. Behind each recommendation stand the songs of theirs that speak for it most, with their shares; the rest is due to other songs and to how popular it is.',
    parts: [html`<div class="listeners">${listeners.map(listenerHtml)}</div>`],
  }
}

function listenerHtml({ userId, nKnown, known, given }: SampleListener): Html {
  return html`<article class="listener">
<h3>${foreign(userId)} <small>knows ${count(nKnown)}</small></h3>
<p>Among them: ${commaSeparated(known.map(foreign))}.</p>
${given.length === 0 ? html`<p>There is nothing left to give.</p>` : givenHtml(given)}
</article>
`
}

function givenHtml(given: SampleListener['given']): Html {
  return html`<ol>${given.map(
    ({ songId, because }) =>
      html`<li>${foreign(songId)}${
        because.length === 0
          ? undefined
          : html`<span class="because">because of ${commaSeparated(
              because.map((reason) => html`${foreign(reason.songId)} (${percent(reason.share, 0)})`),
            )}</span>`
      }</li>`,
  )}</ol>`
}

function commaSeparated(parts: readonly Html[]): Html[] {
  return parts.flatMap((part, i) => (i === 0 ? [part] : [html`, `, part]))
}
