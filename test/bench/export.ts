import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { freePort } from '@driftbild/cli/free-port'
import { migrate, openDatabase, putRegister } from '@driftbild/store'
import { startEmbedded } from '@driftbild/store/embedded'
import { startProcess } from '../chain/process.ts'
import { CITY, registerOf } from './export/register.ts'
import { signIn } from './export/sign-in.ts'

/**
 * How long a centre takes to make a file of so many assets, from the order to the last byte fetched, what memory it
 * has then, and how long somebody else waits for a page of the register meanwhile.
 */
const assets = Number(process.argv[2] ?? 100_000)
const formats = ['gpkg', 'xlsx', 'csv', 'geojson'] as const
const api = fileURLToPath(new URL('../../apps/api/src/main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'driftbild-export-'))

const engine = await startEmbedded({ folder: join(folder, 'engine') })
try {
  const db = openDatabase(engine.url)
  await migrate(db)
  await db.transaction({ municipality: CITY, role: 'api' }, (tx) => putRegister(tx, registerOf(assets)))
  await db.close()
  const env = {
    DATABASE_URL: engine.url,
    PORT: String(await freePort(0)),
    DRIFTBILD_DATA: join(folder, 'data'),
  }
  const centre = startProcess(api, [], env, folder)
  try {
    const { url } = await centre.said('sign-in-link')
    const ask = await signIn(String(url))
    for (const format of formats) {
      const others = pagesOf(ask)
      const started = performance.now()
      const { id } = await ask('/exports', { format, selection: {} }).then((answer) => answer.json())
      const seconds = await untilDone(ask, id, started)
      const waits = await others.stop()
      const path = join(folder, `assets.${format}`)
      writeFileSync(path, Buffer.from(await (await ask(`/exports/${id}/file`)).arrayBuffer()))
      console.log(
        [
          `${assets} assets as ${format}: ${seconds.toFixed(1)} s`,
          `${(statSync(path).size / 1e6).toFixed(1)} MB`,
          `others waited ${waits.median.toFixed(0)} ms, at most ${waits.most.toFixed(0)} ms, for ${waits.count} pages`,
        ].join('; '),
      )
      if (format === 'gpkg') console.log(`  in the file: ${countIn(path)}`)
    }
  } finally {
    await centre.stop()
  }
} finally {
  await engine.stop()
  rmSync(folder, { recursive: true, force: true })
}

type Ask = Awaited<ReturnType<typeof signIn>>

async function untilDone(ask: Ask, id: string, started: number): Promise<number> {
  for (;;) {
    const list = (await (await ask('/exports')).json()) as { id: string; state: string }[]
    const state = list.find((one) => one.id === id)?.state
    if (state === 'done') return (performance.now() - started) / 1000
    if (state !== 'waiting' && state !== 'running') throw new Error(`the export is ${state}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Asks for a page of the register again and again, as somebody who scrolls. */
function pagesOf(ask: Ask): { stop(): Promise<{ median: number; most: number; count: number }> } {
  const waits: number[] = []
  let going = true
  const asking = (async () => {
    while (going) {
      const started = performance.now()
      await (await ask('/assets?limit=100')).arrayBuffer()
      waits.push(performance.now() - started)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })()
  return {
    async stop() {
      going = false
      await asking
      const sorted = waits.toSorted((a, b) => a - b)
      return { median: sorted[sorted.length >> 1]!, most: sorted.at(-1)!, count: sorted.length }
    },
  }
}

function countIn(path: string): number {
  const db = new DatabaseSync(path, { readOnly: true })
  const layers = db.prepare('select table_name from gpkg_contents').all() as { table_name: string }[]
  const counts = layers.map(
    ({ table_name }) => (db.prepare(`select count(*) as n from "${table_name}"`).get() as { n: number }).n,
  )
  db.close()
  return counts.reduce((sum, n) => sum + n, 0)
}
