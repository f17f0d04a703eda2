import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '@driftbild/store'
import { startEmbedded } from '@driftbild/store/embedded'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '../chain/process.ts'
import { fillDisk, mountSmallDisk } from './small-disk.ts'

function smallDisk(megabytes: number): string | null {
  const disk = mountSmallDisk(megabytes)
  if (disk) onTestFinished(() => disk.remove())
  return disk?.folder ?? null
}

const NO_DISK = 'needs the right to mount a small tmpfs'

test('an embedded engine whose disk is full loses nothing it acknowledged, and goes on once there is room', async ({
  skip,
}) => {
  const disk = smallDisk(300)
  if (!disk) return skip(NO_DISK)
  const told: string[] = []
  const engine = await startEmbedded({
    folder: join(disk, 'engine'),
    onLog: (_, text) => told.push(text),
  })
  onTestFinished(() => engine.stop())
  const db = openDatabase(engine.url, { patience: 0 })
  onTestFinished(() => db.close())
  await db.run('create table kept (n integer primary key)')
  const acknowledged: number[] = []
  // A megabyte of log each: the disk is full before the write-ahead log finds room for its next file.
  const write = async (n: number) => {
    await db.run(`select pg_logical_emit_message(true, 'ballast', repeat('x', 1000000))`)
    await db.run('insert into kept values ($1)', [n])
    acknowledged.push(n)
  }
  for (let n = 1; n <= 5; n++) await write(n)
  const empty = fillDisk(disk)
  let n = 5
  await eventually('the engine says that its disk is full', async () => {
    await write(++n).catch(() => {})
    return told.some((text) => /^the disk with .* is full .* make room there\. The engine goes on/.test(text))
  })
  empty()
  await eventually('a write that goes in again', async () =>
    write(++n).then(
      () => true,
      () => false,
    ),
  )
  const rows = await db.run<{ n: number }>('select n from kept order by n')
  const kept = new Set(rows.map((row) => row.n))
  expect(acknowledged.filter((one) => !kept.has(one))).toEqual([])
  expect(acknowledged.length).toBeGreaterThan(5)
})

test('a disk that is too small for a new engine is named, and a larger one takes it', async ({ skip }) => {
  const disk = smallDisk(24)
  if (!disk) return skip(NO_DISK)
  const folder = join(disk, 'engine')
  mkdirSync(folder)
  await expect(startEmbedded({ folder })).rejects.toThrow(
    /the disk with .*engine\/data is full .* make room there/,
  )
  execFileSync('mount', ['-o', 'remount,size=300m', disk])
  const engine = await startEmbedded({ folder })
  await engine.stop()
})
