import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatTime, type Micros, Municipality, type Register } from '@driftbild/core'
import type { Security } from '../servers/opcua-server.ts'
import { loadMapping, type ReplayMapping } from './mapping.ts'
import { type CellCounts, loadRecording, type Recording } from './recording.ts'
import { replayRegister } from './register.ts'
import type { RunningReplay } from './replay.ts'
import type { Speed } from './replay-clock.ts'
import type { Refusal } from './rows.ts'
import { type ReplaySummary, summarise } from './summary.ts'
import { parseMoment } from './time-column.ts'

export interface ReplayRequest {
  files: readonly string[]
  /** Name of a ready-made mapping, or a file. */
  mapping: string
  protocol: 'opcua' | 'modbus'
  folder: string
  speed: Speed
  zone?: string | undefined
  /** RFC 3339, or local to the zone; `to` is exclusive. */
  from?: string | undefined
  to?: string | undefined
  /** Instead of the mapping's name. */
  id?: string | undefined
  /** Instead of the mapping's municipality. */
  kommunkod?: string | undefined
  security?: Security | undefined
  now: () => Micros
  log?: (level: 'info' | 'warn', message: string) => void
}

export interface StartedReplay extends RunningReplay {
  register: Register
  summary: ReplaySummary
  counts: CellCounts
  laterHourRows: number
  refusals: Refusal[]
  ignored: string[]
  /** What was written for others to read. */
  files: { devices: string; register: string; summary: string }
}

/** Loaded when they are needed: an OPC UA library takes its time. */
const servers = {
  opcua: async () => (await import('./serve-opcua.ts')).startOpcuaReplay,
  modbus: async () => (await import('./serve-modbus.ts')).startModbusReplay,
}

/** Reads the files, writes what the edge and the centre must know of them, and serves them. */
export async function startReplay(request: ReplayRequest): Promise<StartedReplay> {
  const { folder, now, speed, security, log } = request
  const mapping = loadMapping(request.mapping)
  const zone = request.zone ?? mapping.zone
  const recording = await loadRecording({
    files: request.files,
    mapping,
    zone,
    wholeSeconds: request.protocol === 'modbus',
    ...(request.from === undefined ? {} : { from: moment('--from', request.from, zone) }),
    ...(request.to === undefined ? {} : { to: moment('--to', request.to, zone) }),
  })
  const { counts, laterHourRows, refusals, ignored } = recording
  if (recording.columns.length === 0) throw nothingIn(request.files, recording)
  const register = replayRegister(recording, playedIn(mapping, request.kommunkod))
  const summary = summarise(recording)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const start = await servers[request.protocol]()
  const running = await start({
    recording,
    checksum: summary.checksum,
    id: request.id ?? mapping.name,
    speed,
    folder,
    now,
    ...(security ? { security } : {}),
    ...(log ? { log } : {}),
  })
  const write = (name: string, content: unknown): string => {
    const path = join(folder, name)
    writeFileSync(path, JSON.stringify(content, null, 2))
    return path
  }
  return {
    ...running,
    register,
    summary,
    counts,
    laterHourRows,
    refusals,
    ignored,
    files: {
      devices: write('devices.json', [running.device]),
      register: write('register.json', register),
      summary: write('summary.json', { ...summary, counts, laterHourRows, refusals, ignored }),
    },
  }
}

/** Whatever the mapping says, what is replayed is a recording. */
const playedIn = ({ name, municipality }: ReplayMapping, kommunkod: string | undefined): Municipality =>
  Municipality.parse({
    ...municipality,
    code: kommunkod ?? municipality.code,
    recording: municipality.recording ?? name,
  })

function moment(option: string, text: string, zone: string | null): Micros {
  try {
    return parseMoment(text, zone)
  } catch (cause) {
    throw new Error(`${option}: ${(cause as Error).message}`, { cause })
  }
}

function nothingIn(files: readonly string[], { counts, covers, refusals }: Recording): Error {
  const [first] = refusals
  const why = covers
    ? `the window leaves out all that is there, from ${formatTime(covers.from)} to ${formatTime(covers.to)}`
    : first
      ? `all ${counts.refused} cells were refused, the first in ${first.file}:${first.line} (${first.reason}: "${first.text}")`
      : 'there are no rows'
  return new Error(`nothing to replay in ${files.join(', ')}: ${why}`)
}
