import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Kommunkod, Micros } from '@driftbild/core'
import { instantsOfWall } from './wall-time.ts'

/** A cell of a file, read without anything that the replay reads it with. */
export interface RecordedCell {
  key: string
  /** As the file writes it. */
  wall: string
  time: Micros
  /** Null where the file says that there is none. */
  value: number | null
}

/** What is replayed, and how its files are to be read. */
export interface RecordingToPlay {
  mapping: string
  municipality: Kommunkod
  zone: string
  protocol: 'opcua' | 'modbus'
  files: string[]
  /** Wall times; `to` is not in it. */
  window?: { from: string; to: string }
  /** The cells of one row. */
  cellsOf(row: Record<string, string>): { key: string; value: number | null }[]
  time: string
  delimiter: string
}

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

export const recordings: readonly RecordingToPlay[] = [
  {
    // Two months that end where a week of the competition begins, on the day after the clocks went back.
    mapping: 'bwdf',
    municipality: '9990',
    zone: 'Europe/Rome',
    protocol: 'opcua',
    files: ['bwdf/inflow_Ls.csv.gz'],
    window: { from: '2022-08-31 00:00', to: '2022-10-31 00:00' },
    time: 'datetime_CET_CEST',
    delimiter: ',',
    cellsOf: (row) =>
      Object.entries(row).flatMap(([column, text]) => {
        const dma = /^DMA (\d+) \(L\/s\)$/.exec(column)?.[1]
        return dma === undefined ? [] : [{ key: `DMA${dma}-M/flow`, value: numberIn(text) }]
      }),
  },
  {
    mapping: 'skab',
    municipality: '9991',
    zone: 'Europe/Moscow',
    protocol: 'opcua',
    files: ['anomaly-free/anomaly-free', 'other/9', 'other/12'].map((name) => `skab/data/${name}.csv.gz`),
    time: 'datetime',
    delimiter: ';',
    cellsOf: (row) =>
      Object.entries(rigRoles).map(([column, role]) => ({
        key: `RIG-P1/${role}`,
        value: numberIn(row[column]!),
      })),
  },
  {
    mapping: 'wyndham',
    municipality: '9992',
    zone: 'Australia/Melbourne',
    protocol: 'modbus',
    files: ['waste_wyndham/fill.csv.gz'],
    window: { from: '2019-07-01', to: '2020-01-01' },
    time: 'timestamp',
    delimiter: ',',
    cellsOf: ({ serialNumber, latestFullness, reason }) => [
      {
        key: `BIN-${serialNumber}/fill`,
        value: reason === 'ALERT' && latestFullness === '0' ? null : Number(latestFullness) / 10,
      },
    ],
  },
]

/** All cells of a file, also those outside the window. */
export function cellsOfFile(data: string, file: string, recording: RecordingToPlay): RecordedCell[] {
  const raw = readFileSync(join(data, file))
  const text = (file.endsWith('.gz') ? gunzipSync(raw) : raw).toString('utf8')
  const [header, ...lines] = text.split(/\r?\n/).filter((line) => line !== '')
  const columns = header!.split(recording.delimiter)
  const known = new Map<string, Micros[]>()
  const instantsOf = (wall: string): Micros[] => {
    const found = known.get(wall) ?? instantsOfWall(wall, recording.zone)
    known.set(wall, found)
    return found
  }
  const seen = new Map<string, number>()
  return lines.flatMap((line) => {
    const texts = line.split(recording.delimiter)
    const row = Object.fromEntries(columns.map((column, i) => [column, texts[i]!]))
    const wall = row[recording.time]!
    const instants = instantsOf(wall)
    return recording.cellsOf(row).map(({ key, value }) => {
      // The second row of a signal with the same wall time is of the hour that came again.
      const nth = instants.length === 1 ? 0 : (seen.get(`${key} ${wall}`) ?? 0)
      if (instants.length > 1) seen.set(`${key} ${wall}`, nth + 1)
      return { key, wall, time: instants[nth]!, value }
    })
  })
}

export const isPlayed = ({ window }: RecordingToPlay, { wall }: RecordedCell): boolean =>
  window === undefined || (wall >= window.from && wall < window.to)
