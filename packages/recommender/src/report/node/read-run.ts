import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { z } from 'zod'
import { type MetricPoint, type RunRecord, runReportSchema } from '../run-record.js'
import { checkedJson, jsonOf, readText } from './json-file.js'

const METRIC_FILE = /\.ndjson$/
const pointSchema = z.object({ step: z.number(), value: z.number() })

/**
 * Reads what a tracker recorded of a run.
 *
 * @param folder - The run's own; undefined comes back where there is none.
 * @throws {@link RecommenderError} UNREADABLE if its report is none.
 */
export async function readRun(folder: string, id: string): Promise<RunRecord | undefined> {
  if (!(await exists(folder))) return undefined
  const reportPath = join(folder, 'artifacts', 'report.json')
  const metrics = await readMetrics(join(folder, 'metrics'))
  if (!(await exists(reportPath))) return { id, metrics }
  const report = checkedJson(reportPath, jsonOf(await readText(reportPath)), runReportSchema)
  return { id, metrics, report }
}

/** Every metric by its name, which may have folders in it. */
async function readMetrics(folder: string): Promise<ReadonlyMap<string, readonly MetricPoint[]>> {
  const metrics = new Map<string, readonly MetricPoint[]>()
  if (!(await exists(folder))) return metrics
  for (const entry of (await readdir(folder, { recursive: true })).sort()) {
    if (!METRIC_FILE.test(entry)) continue
    const path = join(folder, entry)
    const name = relative(folder, path).split(sep).join('/').replace(METRIC_FILE, '')
    metrics.set(name, pointsOf(await readFile(path, 'utf8')))
  }
  return metrics
}

/** Lines that are whole: a run that was stopped may have left half a line, and NaN is no number in JSON. */
function pointsOf(text: string): MetricPoint[] {
  return text.split('\n').flatMap((line) => {
    const point = pointSchema.safeParse(jsonOf(line))
    return point.success ? [point.data] : []
  })
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}
