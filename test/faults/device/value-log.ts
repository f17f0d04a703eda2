import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { z } from 'zod'

/** One value that a device made, as it wrote it down before anybody could read it. */
const LoggedValue = z.object({
  key: z.string(),
  /** By the device's own clock, which may have jumped. */
  time: z.number(),
  value: z.number(),
  /** By the machine's clock. */
  at: z.number(),
  /** Of a device without a memory: on which connection the value was served. */
  connection: z.string().optional(),
})
export type LoggedValue = z.infer<typeof LoggedValue>

const Line = z.union([LoggedValue, z.object({ arrived: z.number() })])

/** What a device remembers over a restart: its values, and up to which event its reader has come. */
export interface Remembered {
  values: LoggedValue[]
  arrived: number
}

export interface ValueLog {
  remembered: Remembered
  /** On disk when it returns. */
  append(values: readonly LoggedValue[]): void
  arrived(sequence: number): void
}

export function readValueLog(file: string): Remembered {
  const remembered: Remembered = { values: [], arrived: 0 }
  if (!existsSync(file)) return remembered
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    if (text === '') continue
    const line = Line.parse(JSON.parse(text))
    if ('arrived' in line) remembered.arrived = line.arrived
    else remembered.values.push(line)
  }
  return remembered
}

export function openValueLog(file: string): ValueLog {
  const remembered = readValueLog(file)
  const fd = openSync(file, 'a')
  const write = (lines: readonly object[]) => {
    writeSync(fd, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    fsyncSync(fd)
  }
  process.once('exit', () => closeSync(fd))
  return {
    remembered,
    append: write,
    arrived: (sequence) => write([{ arrived: sequence }]),
  }
}
