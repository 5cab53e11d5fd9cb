import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { Metrics } from '../../src/metrics/metrics.js'
import { SETTING_RULES } from '../../src/settings/rules.js'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const DEPLOY = `${ROOT}deploy/`
const read = (path: string) => readFileSync(`${DEPLOY}${path}`, 'utf8')

interface Alert {
  readonly alert: string
  readonly expr: string
  readonly labels: { readonly severity: string }
  readonly annotations: {
    readonly summary: string
    readonly description: string
    readonly runbook_url: string
  }
}

interface Panel {
  readonly type: string
  readonly title: string
  readonly description?: string
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } }
  readonly targets?: readonly { readonly expr: string }[]
}

const alerts = (parse(read('prometheus/alerts.yml')) as { groups: { rules: Alert[] }[] }).groups.flatMap(
  ({ rules }) => rules,
)
const dashboard = JSON.parse(read('grafana/redux-recommender.json')) as {
  readonly panels: readonly Panel[]
  readonly annotations: { readonly list: readonly { readonly expr: string }[] }
  readonly templating: { readonly list: readonly { readonly name: string }[] }
}
const charts = dashboard.panels.filter(({ type }) => type !== 'row')
const queries = [
  ...alerts.map(({ alert, expr }) => [alert, expr] as const),
  ...charts.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)),
  ...dashboard.annotations.list.map(({ expr }) => ['annotations', expr] as const),
]

/** Of the server that is asked, not of what it answers. */
const OF_PROMETHEUS = ['job', 'instance']

/** Labels of every series that the service has, by name. */
const labelsOf = new Map([['up', new Set(OF_PROMETHEUS)]])
beforeAll(() => {
  for (const metric of new Metrics().registry.getMetricsAsArray()) {
    const { name, type, labelNames } = metric as unknown as Record<'name' | 'type', string> & {
      readonly labelNames: readonly string[]
    }
    const labels = [...labelNames, ...OF_PROMETHEUS]
    const suffixes = type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']
    for (const suffix of suffixes)
      labelsOf.set(`${name}${suffix}`, new Set(suffix === '_bucket' ? [...labels, 'le'] : labels))
  }
})

/** The series that a query asks for: name, and text between braces. */
function seriesIn(query: string): { name: string; selector: string }[] {
  const found = query.matchAll(/\b([a-z]\w*)\{((?:[^}"]|"[^"]*")*)\}/g)
  return [...found].map(([, name = '', selector = '']) => ({ name, selector }))
}

/** Labels that a text compares or groups by. */
function labelsIn({ selector }: { selector: string }): string[] {
  return [...selector.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label = '']) => label)
}

describe('queries of alerts and dashboard', () => {
  test.each(queries)('ask for series and labels that the service has: %s', (_, query) => {
    const series = seriesIn(query)
    expect(series).not.toHaveLength(0)
    // Without a name's braces a query would also ask other jobs of the same Prometheus.
    expect(query.match(/\b(?:redux|nodejs|process)_\w+/g)?.length ?? 0).toBe(
      series.filter(({ name }) => name !== 'up').length,
    )
    for (const { name, selector } of series) {
      expect(labelsOf.keys()).toContain(name)
      for (const label of labelsIn({ selector })) expect([...labelsOf.get(name)!]).toContain(label)
      expect(selector).toContain('job="redux"')
    }
    const known = new Set(series.flatMap(({ name }) => [...labelsOf.get(name)!]))
    for (const [, labels = ''] of query.matchAll(/\bby \(([^)]*)\)/g))
      for (const label of labels.split(',')) expect([...known]).toContain(label.trim())
  })
})

describe('the dashboard', () => {
  test('says of every chart what it shows and in which unit', () => {
    for (const { title, description, fieldConfig } of charts) {
      expect(description, title).toBeTruthy()
      expect(fieldConfig?.defaults.unit, title).toBeTruthy()
    }
  })

  test('shows every metric of the service', () => {
    const shown = new Set(queries.flatMap(([, query]) => seriesIn(query).map(({ name }) => name)))
    for (const { name } of new Metrics().registry.getMetricsAsArray())
      if (name.startsWith('redux_'))
        expect(
          ['', '_count', '_bucket'].some((suffix) => shown.has(`${name}${suffix}`)),
          name,
        ).toBe(true)
  })

  test('can be used with any data source, and for one replica', () => {
    expect(dashboard.templating.list.map(({ name }) => name)).toEqual(['datasource', 'instance'])
    for (const { targets = [] } of charts)
      for (const { expr } of targets) expect(expr).toContain('instance=~"$instance"')
  })
})

describe('the alerts', () => {
  test('have names of their own, a severity, and words for whoever is woken', () => {
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length)
    for (const { alert, labels, annotations } of alerts) {
      expect(alert).toMatch(/^Redux[A-Z]/)
      expect(['critical', 'warning']).toContain(labels.severity)
      expect(annotations.summary).toBeTruthy()
      expect(annotations.description).toBeTruthy()
    }
  })

  test.each(alerts)('are explained in the guide for operators: $alert', ({ alert, annotations }) => {
    expect(annotations.runbook_url).toBe(`docs/operations.md#${alert.toLowerCase()}`)
    const guide = readFileSync(`${ROOT}docs/operations.md`, 'utf8')
    expect([...guide.matchAll(/^#+ (\w+)$/gm)].map(([, heading]) => heading)).toContain(alert)
  })
})

describe('the containers', () => {
  interface Service {
    readonly environment?: Readonly<Record<string, unknown>>
    readonly volumes?: readonly string[]
  }
  const { services } = parse(read('compose.yaml'), { merge: true }) as { services: Record<string, Service> }

  test('are given settings that the service knows', () => {
    for (const replica of ['redux-1', 'redux-2'])
      for (const name of Object.keys(services[replica]?.environment ?? {}))
        expect(Object.keys(SETTING_RULES)).toContain(name)
    for (const [, name = ''] of read('Dockerfile').matchAll(/^(?:ENV| {4})\s*([A-Z_]+)=/gm))
      expect(Object.keys(SETTING_RULES)).toContain(name)
  })

  test('do not start without their secrets', () => {
    const secrets = [...read('compose.yaml').matchAll(/\$\{(\w*(?:SECRET_KEY|PASSWORD))\b/g)]
    expect(new Set(secrets.map(([, name]) => name))).toEqual(
      new Set(['API_SECRET_KEY', 'POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'GRAFANA_PASSWORD']),
    )
    expect(read('compose.yaml')).not.toMatch(/\$\{\w*(?:SECRET_KEY|PASSWORD)\b(?!:\?)/)
  })

  test('mount files that are there', () => {
    const files = Object.values(services)
      .flatMap(({ volumes = [] }) => volumes)
      .filter((volume) => volume.startsWith('./'))
      .map((volume) => volume.split(':')[0] ?? '')
    expect(files).not.toHaveLength(0)
    for (const file of files) expect(existsSync(`${DEPLOY}${file}`), file).toBe(true)
  })
})

test('every YAML file of the deployment can be read', () => {
  const files = readdirSync(DEPLOY, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.ya?ml$/.test(name),
  )
  expect(files).toContain('prometheus/prometheus.yml')
  for (const file of files) expect(parse(read(file), { merge: true }), file).toBeTypeOf('object')
})
