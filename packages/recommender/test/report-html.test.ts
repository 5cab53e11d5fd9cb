import { describe, expect, it } from 'vitest'
import { foreign, html, shortened, trusted } from '../src/report/page/html.js'
import { count, figure, percent, pValueText, score } from '../src/report/page/numbers.js'
import { tableHtml } from '../src/report/page/table.js'
import { HOSTILE } from './report-material.js'

describe('html', () => {
  it.each(HOSTILE)('lets no text become markup: %j', (text) => {
    const { markup } = html`<p title="${text}">${text}</p>`
    const [, title = '', content = ''] = /^<p title="([^"]*)">([^<]*)<\/p>$/.exec(markup) ?? []
    expect(content).not.toBe('')
    expect(title).toBe(content)
    expect(content).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/)
  })

  it('takes markup as it is, lists one after the other, and nothing for undefined', () => {
    expect(
      html`<ul>${[1, 2].map((n) => html`<li>${n}</li>`)}${undefined}${trusted('<hr>')}</ul>`.markup,
    ).toBe('<ul><li>1</li><li>2</li><hr></ul>')
  })

  it('replaces control characters, but for those of layout', () => {
    expect(html`${'a\u0000b\u001fc\nd\te\u0085'}`.markup).toBe('a\ufffdb\ufffdc\nd\te\ufffd')
  })

  it('isolates the direction of what others wrote', () => {
    expect(foreign('\u202Eabc').markup).toBe('<bdi>\u202Eabc</bdi>')
  })
})

describe('shortened', () => {
  it('cuts between characters, never within one', () => {
    expect(shortened('🎧🎧🎧🎧', 3)).toBe('🎧🎧…')
    expect(shortened('abc', 3)).toBe('abc')
  })
})

describe('a table', () => {
  const table = { caption: 'Figures', head: ['Name', 'n', 'what'], texts: [2] }

  it('has a caption, headings of columns and of rows, and numbers to the right', () => {
    const { markup } = tableHtml({ ...table, rows: [['<a>', 1, 'x']] })
    expect(markup).toContain('<caption><span>Figures</span></caption>')
    expect(markup).toContain('<th scope="col">Name</th><th scope="col" class="number">n</th>')
    expect(markup).toContain('<th scope="row">&lt;a&gt;</th><td class="number">1</td><td>x</td>')
    expect(markup).not.toContain('<details>')
  })

  it('is folded up when it is long, with its caption outside and inside', () => {
    const { markup } = tableHtml({ ...table, rows: Array.from({ length: 9 }, (_, i) => [`row ${i}`, i, '']) })
    expect(markup).toMatch(/^<details><summary>Figures \(9 rows\)<\/summary>/)
    expect(markup).toContain('<caption class="unseen">Figures</caption>')
  })
})

describe('numbers', () => {
  it('are written to be read', () => {
    expect(count(1_234_567)).toBe('1,234,567')
    expect([score(-0.12345), score(Number.NaN)]).toEqual(['−0.1235', '–'])
    expect([figure(212_712.4), figure(0.000_123_456), figure(7), figure(Number.NaN)]).toEqual([
      '212,700',
      '0.0001235',
      '7',
      '–',
    ])
    expect([percent(0.1234), percent(-0.001), percent(Number.NaN)]).toEqual([
      '12.3\u00a0%',
      '−0.1\u00a0%',
      '–',
    ])
    expect([pValueText(1e-9), pValueText(0.04)]).toEqual(['< 0.0001', '0.0400'])
  })
})
