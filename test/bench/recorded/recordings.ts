import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Kommunkod } from '@driftbild/core'
import { type FileForm, type RecordedCell, readCells } from './read-cells.ts'

/** A recording that is replayed, with what its files hold. */
export interface Recording {
  mapping: string
  municipality: Kommunkod
  protocol: 'opcua' | 'modbus'
  /** Wall times; `to` is not in it. Null where the files are replayed whole. */
  window: { from: string; to: string } | null
  /** Paths below the data folder. */
  files: { path: string; cells: RecordedCell[] }[]
}

interface RecordingForm extends Omit<Recording, 'files' | 'window'> {
  form: FileForm
  files(data: string): string[]
  window?(cells: readonly RecordedCell[]): { from: string; to: string }
}

const DAY_MS = 86_400_000
const dayAfter = (wall: string, days: number): string =>
  new Date(Date.parse(`${wall.slice(0, 10)}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

const numberIn = (text: string): number | null => (text === '' ? null : Number(text))

const rigRoles: Record<string, string> = {
  Accelerometer1RMS: 'acceleration-1',
  Accelerometer2RMS: 'acceleration-2',
  Current: 'current',
  Pressure: 'pressure',
  Temperature: 'motor-temperature',
  Thermocouple: 'temperature',
  Voltage: 'voltage',
  'Volume Flow RateRMS': 'flow',
}

const forms: readonly RecordingForm[] = [
  {
    mapping: 'bwdf',
    municipality: '9990',
    protocol: 'opcua',
    files: () => ['bwdf/inflow_Ls.csv.gz'],
    // Two months up to the day on which the clocks went back: what follows is there to judge the forecasts by.
    window(cells) {
      const mine = cells.filter(({ key }) => key === cells[0]!.key)
      const again = mine.findLast(({ wall }, i) => wall === mine[i - 1]?.wall)
      if (!again) throw new Error('bwdf has no hour that came twice')
      return { from: dayAfter(again.wall, -60), to: dayAfter(again.wall, 1) }
    },
    form: {
      zone: 'Europe/Rome',
      time: 'datetime_CET_CEST',
      delimiter: ',',
      cellsOf: (row) =>
        Object.entries(row).flatMap(([column, text]) => {
          const dma = /^DMA (\d+) \(L\/s\)$/.exec(column)?.[1]
          return dma === undefined ? [] : [{ key: `DMA${dma}-M/flow`, value: numberIn(text) }]
        }),
    },
  },
  {
    mapping: 'skab',
    municipality: '9991',
    protocol: 'opcua',
    files: (data) => ['skab/data/anomaly-free/anomaly-free.csv.gz', ...twoLabelled(data)],
    form: {
      zone: 'Europe/Moscow',
      time: 'datetime',
      delimiter: ';',
      cellsOf: (row) =>
        Object.entries(rigRoles).map(([column, role]) => ({
          key: `RIG-P1/${role}`,
          value: numberIn(row[column]!),
        })),
    },
  },
  {
    mapping: 'wyndham',
    municipality: '9992',
    protocol: 'modbus',
    files: () => ['waste_wyndham/fill.csv.gz'],
    // The last six months of the file.
    window(cells) {
      const last = cells
        .map(({ wall }) => wall)
        .sort()
        .at(-1)!
      return { from: dayAfter(last, -183), to: dayAfter(last, 1) }
    },
    form: {
      zone: 'Australia/Melbourne',
      time: 'timestamp',
      delimiter: ',',
      cellsOf: ({ serialNumber, latestFullness, reason }) => [
        {
          key: `BIN-${serialNumber}/fill`,
          value: reason === 'ALERT' && latestFullness === '0' ? null : Number(latestFullness) / 10,
        },
      ],
    },
  },
]

export const openRecordings = (data: string): Recording[] =>
  forms.map(({ form, files, window, ...rest }) => {
    const read = files(data).map((path) => ({ path, cells: readCells(join(data, path), form) }))
    return { ...rest, files: read, window: window?.(read.flatMap(({ cells }) => cells)) ?? null }
  })

export const isPlayed = ({ window }: Recording, { wall }: RecordedCell): boolean =>
  window === null || (wall >= window.from && wall < window.to)

/** The first and the last experiment of a kind: neighbours share some seconds. */
function twoLabelled(data: string): string[] {
  const kind = ['other', 'valve1', 'valve2'].find((one) => existsSync(join(data, 'skab/data', one)))
  if (!kind) throw new Error(`no labelled files in ${join(data, 'skab/data')}`)
  const names = readdirSync(join(data, 'skab/data', kind)).sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  )
  return [names[0]!, names.at(-1)!].map((name) => `skab/data/${kind}/${name}`)
}
