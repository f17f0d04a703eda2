import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openDatabase } from '@driftbild/store'
import { signIn } from '../chain/client.ts'
import { driftbild, upWithoutTown } from '../chain/driftbild.ts'
import { compare, isWhole } from './recorded/compare.ts'
import { forecastErrorOf } from './recorded/forecast-error.ts'
import { modelsAtEnd } from './recorded/models-ran.ts'
import { takePictures } from './recorded/pictures.ts'
import { openRecordings, type Recording } from './recorded/recordings.ts'
import { type Result, tell } from './recorded/tell.ts'
import { whatCameOfIt } from './recorded/what-came-of-it.ts'

/**
 * Replays real recordings as live devices, over OPC UA and Modbus, into a fresh store, all at once, and compares
 * what the files hold with what the store holds, without anything that the replay itself reads files with. Then it
 * tells what the models made of them, approves an order, and takes pictures of the pages.
 */
const { values } = parseArgs({ options: { data: { type: 'string' }, out: { type: 'string' } } })
if (!values.data || !values.out) {
  console.error('node test/bench/replay-real-data.ts --data DIR --out FOLDER')
  console.error('  DIR holds bwdf/, skab/ and waste_wyndham/; FOLDER gets result.json and the pictures')
  process.exit(2)
}
const data = resolve(values.data)
const out = resolve(values.out)
const recordings = openRecordings(data)

mkdirSync(out, { recursive: true })
const folder = mkdtempSync(join(tmpdir(), 'driftbild-recorded-'))
const up = await upWithoutTown(folder)
const db = openDatabase(up.databaseUrl)
try {
  const client = await signIn(up.address, up.signInLink)
  const plays = await Promise.all(recordings.map(play))
  const results: Result[] = []
  for (const [i, recording] of recordings.entries()) {
    const { mapping, municipality, files } = recording
    const models = await modelsAtEnd(db, municipality)
    const outcome = await whatCameOfIt(client, municipality)
    const cells = files.flatMap((file) => file.cells)
    results.push({
      mapping,
      ...plays[i]!,
      ...(await compare(db, recording)),
      models,
      outcome,
      forecastError: forecastErrorOf(cells, outcome.forecasts),
    })
  }
  const pictures = await takePictures(client, up.address, out, results.flatMap(pagesOf))
  writeFileSync(join(out, 'result.json'), JSON.stringify(results, null, 2))
  for (const result of results) tell(result)
  console.log()
  for (const { file, origin } of pictures) console.log(`  ${file}\n    ${origin}`)
  const isTold = ({ origin }: { origin: string }) =>
    results.some(({ outcome }) => outcome.recording !== null && origin.includes(outcome.recording))
  if (!results.every(isWhole) || !pictures.every(isTold)) process.exitCode = 1
} finally {
  await db.close()
  await up.command.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
}

async function play({ files, mapping, protocol, window }: Recording) {
  const startedAt = performance.now()
  const command = driftbild(
    [
      'replay',
      ...files.map(({ path }) => join(data, path)),
      ...['--mapping', mapping, '--protocol', protocol],
      ...(window ? ['--from', window.from, '--to', window.to] : []),
    ],
    { ...process.env, DRIFTBILD_DATA: folder },
  )
  const code = await command.ended
  if (code !== 0) throw new Error(`replay of ${mapping} ended with ${code}:\n${command.output()}`)
  return { seconds: (performance.now() - startedAt) / 1000, said: command.output() }
}

function pagesOf({ mapping, outcome }: Result): { name: string; path: string }[] {
  const { municipality } = recordings.find((recording) => recording.mapping === mapping)!
  const [forecast] = outcome.forecasts
  const [prediction] = outcome.predictions
  const asset = forecast?.signal.split('/')[0] ?? outcome.assets[0]!
  return [
    { name: `${mapping}-map`, path: `/${municipality}/map` },
    { name: `${mapping}-map-asset`, path: `/${municipality}/map?asset=${asset}` },
    { name: `${mapping}-overview`, path: `/${municipality}/` },
    { name: `${mapping}-asset`, path: `/${municipality}/assets/${asset}` },
    ...(prediction
      ? [{ name: `${mapping}-prediction`, path: `/${municipality}/predictions/${prediction.id}` }]
      : []),
    ...(outcome.order
      ? [{ name: `${mapping}-order`, path: `/${municipality}/orders/${outcome.order.id}` }]
      : []),
  ]
}
