import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { fromMillis, statusCodes } from '@driftbild/core'
import {
  loadMapping,
  loadRecording,
  parseMoment,
  type Recording,
  replayRegister,
} from '@driftbild/simulators'
import { openDatabase, putJob, putRegister } from '@driftbild/store'
import type { ImportOptions } from '../commands/import.ts'
import { openDataFolder } from '../up/folder.ts'
import { createProgress } from '../up/progress.ts'
import { findRunning } from '../up/running.ts'
import { readUpSettings } from '../up/settings.ts'
import { bulkWrite, type PastReading } from './bulk-write.ts'

export async function importFiles(files: string[], options: ImportOptions): Promise<void> {
  const folder = openDataFolder(readUpSettings(process.env).dataFolder)
  const running = findRunning(folder.root)
  const progress = createProgress(process.stdout)
  const now = () => fromMillis(Date.now())
  const mapping = loadMapping(options.mapping)
  const zone = options.zone ?? mapping.zone
  const recording = await loadRecording({
    files,
    mapping,
    zone,
    ...(options.from === undefined ? {} : { from: parseMoment(options.from, zone) }),
    ...(options.to === undefined ? {} : { to: parseMoment(options.to, zone) }),
  })
  for (const { file, line, column, reason, text } of recording.refusals) {
    progress.print(`  ${file}:${line}: ${[reason, column, text && `"${text}"`].filter(Boolean).join(' ')}`)
  }
  const { columns, counts } = recording
  const register = replayRegister(recording, mapping.municipality)
  const municipality = register.municipality.code
  const name = files.map((file) => basename(file)).join(', ')
  const hash = await contentHash(files, options)
  const db = openDatabase(running.databaseUrl)
  const scope = { municipality, role: 'api' } as const
  const tell = (done: number, state: 'running' | 'done') =>
    db.transaction(scope, (tx) =>
      putJob(
        tx,
        { id: `import-${hash.slice(0, 12)}`, kind: 'import', done, secondsLeft: null, state, message: name },
        now(),
      ),
    )
  try {
    await db.transaction(scope, (tx) => putRegister(tx, register))
    await tell(0, 'running')
    const { readings, known } = await bulkWrite({
      db,
      municipality,
      name,
      hash,
      readings: readingsOf(recording),
      now,
      onProgress: (written) => progress.say('import', `${written} of ${columns.length} readings`),
    })
    await tell(1, 'done')
    progress.say('import', `${readings} readings, ${known} of them known before`, true)
    progress.print(
      `  ${Object.entries(counts)
        .map(([what, n]) => `${what} ${n}`)
        .join(', ')}`,
    )
    if (counts.refused > 0) process.exitCode = 1
  } finally {
    await db.close()
  }
}

function* readingsOf({ columns, series }: Recording): Generator<PastReading> {
  for (let i = 0; i < columns.length; i++) {
    const { key, unit } = series[columns.series[i]!]!
    const value = columns.value[i]!
    const missing = Number.isNaN(value)
    yield {
      key,
      unit,
      time: columns.time[i]!,
      value: missing ? null : value,
      status: missing ? statusCodes.BadNoData : statusCodes.Good,
    }
  }
}

async function contentHash(files: readonly string[], options: ImportOptions): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(options))
  for (const file of files) for await (const piece of createReadStream(file)) hash.update(piece as Buffer)
  return hash.digest('hex')
}
