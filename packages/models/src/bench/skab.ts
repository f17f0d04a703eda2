import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from './bench.ts'
import { changePointScore, type Labelled } from './change-points.ts'
import { BadData, numberOf, readCsv } from './csv-file.ts'
import { rigDeviation } from './rig-deviation.ts'

/** Rows of each file that are learnt from, unlabelled. */
const LEARNT = 400
const FLOW = 'Volume Flow RateRMS'
/** The loop's temperatures drift through every file, and voltage and pressure say nothing of the pump. */
const VIBRATIONS = ['Accelerometer1RMS', 'Accelerometer2RMS']
const COLUMNS = [...VIBRATIONS, FLOW]

interface Answer extends Labelled {
  file: string
  score: number
}

/** A real pump rig at 1 Hz with valves closed, leaks, imbalance and cavitation: anomalies and change points. */
export const skab: Bench = {
  about: 'anomalies and change points of a pump rig at 1 Hz (SKAB)',
  files: [
    { name: 'data/{other,valve1,valve2}/N.csv', what: `datetime;${COLUMNS.join(';')} …`, needed: false },
  ],
  options: {},
  run: async ({ data }) => {
    const files = listFiles(join(data, 'data'))
    if (files.length === 0)
      throw new BadData(
        `${join(data, 'data')} has no labelled files: other/, valve1/ and valve2/ hold 0.csv, 1.csv … there, plain or gzip`,
      )
    const answers = files.flatMap(({ file, folder, name }): Answer[] => {
      const rows = readCsv(folder, name, { separator: ';', columns: ['datetime', ...COLUMNS] })
      const column = (name: string) => readColumn(rows, name, file)
      const said = rigDeviation({ flow: column(FLOW), vibrations: VIBRATIONS.map(column) }, LEARNT)
      return rows.slice(LEARNT).map((row, i) => ({
        file,
        time: row.datetime!,
        ...said[LEARNT + i]!,
        truth: row.anomaly === undefined ? null : Number(row.anomaly) > 0,
        changed: row.changepoint !== undefined && Number(row.changepoint) > 0,
      }))
    })
    const rows = answers.map((a) => [a.file, a.time, a.anomaly ? 1 : 0, a.score.toFixed(4)])
    return { answers: { header: ['file', 'datetime', 'anomaly', 'score'], rows }, ...score(answers) }
  },
}

/** A missing value is as the one before it: a second is nothing to a regime. */
function readColumn(rows: readonly Record<string, string>[], name: string, file: string): Float64Array {
  let last = 0
  return Float64Array.from(rows, (row, i) => {
    last = numberOf(row[name]!, `${file} line ${i + 2}, ${name}`) ?? last
    return last
  })
}

function listFiles(root: string): { file: string; folder: string; name: string }[] {
  return ['other', 'valve1', 'valve2'].flatMap((group) => {
    let names: string[] = []
    try {
      names = readdirSync(join(root, group))
    } catch {
      // A folder of the same shape may hold fewer groups.
    }
    return names
      .filter((n) => /^\d+\.csv(\.gz)?$/.test(n))
      .toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
      .map((name) => ({ file: `${group}/${Number.parseInt(name, 10)}`, folder: join(root, group), name }))
  })
}

function score(answers: readonly Answer[]) {
  const table: string[][] = [['file', 'F1', 'FAR %', 'MAR %']]
  const byFile = Map.groupBy(
    answers.filter((a) => a.truth !== null),
    (a) => a.file,
  )
  if (byFile.size === 0) return { table, figures: { bench: 'skab' } }
  for (const [file, rows] of byFile) table.push([file, ...shown(confusion(rows))])
  const all = confusion([...byFile.values()].flat())
  const nab = changePointScore([...byFile.values()])
  table.push(
    ['all', ...shown(all)],
    [
      'everything flagged',
      ...shown(confusion([...byFile.values()].flat().map((a) => ({ ...a, anomaly: true })))),
    ],
  )
  const figures = {
    bench: 'skab',
    f1: rounded(all.f1),
    far: rounded(all.far),
    mar: rounded(all.mar),
    nab: rounded(nab),
  }
  return { table, figures }
}

function confusion(rows: readonly Labelled[]) {
  const count = (said: boolean, was: boolean) =>
    rows.filter((r) => r.anomaly === said && r.truth === was).length
  const [tp, fp, fn, tn] = [count(true, true), count(true, false), count(false, true), count(false, false)]
  return { f1: tp / (tp + (fn + fp) / 2), far: (100 * fp) / (fp + tn), mar: (100 * fn) / (fn + tp) }
}

const shown = (c: ReturnType<typeof confusion>): string[] => [
  c.f1.toFixed(3),
  c.far.toFixed(1),
  c.mar.toFixed(1),
]
const rounded = (v: number): number => Number(v.toFixed(4))
