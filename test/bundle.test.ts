import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { bundle } from '@driftbild/cli/bundle'
import { freePort } from '@driftbild/cli/free-port'
import { fromMillis, SECOND, statusCodes } from '@driftbild/core'
import { edgeStatus, readConfig } from '@driftbild/edge'
import { emptyNetwork } from '@driftbild/network'
import { startTownServers } from '@driftbild/simulators/town-servers'
import { type EmbeddedEngine, startEmbedded } from '@driftbild/store/embedded'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { eventually, startProcess } from './chain/process.ts'
import { devices, WATERSIDE } from './chain/waterside.ts'

const folder = mkdtempSync(join(tmpdir(), 'driftbild-bundle-'))
const out = join(folder, 'opt')
let engine: EmbeddedEngine

beforeAll(async () => {
  await bundle(out)
  engine = await startEmbedded({ folder: join(folder, 'engine') })
})

afterAll(async () => {
  await engine?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('the bundled centre starts outside the checkout, brings its database up to date and serves the pages', async () => {
  const port = await freePort(0)
  const centre = startProcess(
    join(out, 'api.mjs'),
    [],
    { DATABASE_URL: engine.url, PORT: String(port), DRIFTBILD_DATA: join(folder, 'data') },
    folder,
  )
  try {
    const { url } = await centre.said('ready')
    expect(await (await fetch(`${url}/health/live`)).json()).toMatchObject({ live: true })
    const page = await fetch(`${url}/`)
    expect(await page.text()).toContain('<div id="root"')
    expect(await (await fetch(`${url}/api/openapi.json`)).json()).toMatchObject({ openapi: '3.1.0' })
    const place = {
      ...process.env,
      DATABASE_URL: engine.url,
      DRIFTBILD_URL: `${url}`,
      DRIFTBILD_DATA: join(folder, 'data'),
    }
    const people = [join(out, 'people.mjs'), 'sign-in-link']
    const { stdout } = await promisify(execFile)(process.execPath, people, { env: place, cwd: folder })
    expect(stdout).toContain(`${url}/api/auth/magic-link/verify?token=`)
  } finally {
    expect(await centre.stop()).toBe(0)
  }
})

test('the threads that the bundled centre starts beside itself work there', async () => {
  const flows = new Worker(join(out, 'flow-worker.mjs'), {
    workerData: { network: emptyNetwork(), feeds: new Set() },
  })
  const [reckoned] = await once(flows, 'message')
  expect(reckoned).toMatchObject({ flows: new Map() })
  const steps = new Worker(join(out, 'step-worker.mjs'))
  steps.postMessage({ id: 1, model: 'oracle', revision: null, config: {}, state: null, steps: [] })
  const [answer] = await once(steps, 'message')
  expect(answer).toMatchObject({ id: 1, error: expect.stringMatching(/oracle/) })
  await Promise.all([flows, steps].map((thread) => thread.terminate()))
})

test('the bundled edge starts outside the checkout and reads an encrypted OPC UA server into its outbox', async () => {
  const now = () => fromMillis(Date.now())
  const time = Math.floor(now() / SECOND) * SECOND
  const samples = [{ key: 'P-1/power', time, value: 9.75, status: statusCodes.Good }]
  const servers = await startTownServers({
    town: { devices: devices.filter((device) => device.protocol === 'opcua') },
    source: { samplesUntil: () => samples.splice(0) },
    speed: 1,
    folder: join(folder, 'devices'),
    now,
  })
  const config = join(folder, 'edge', 'edge.yaml')
  mkdirSync(join(folder, 'edge'))
  const site = { municipality: WATERSIDE, api: 'http://127.0.0.1:9', devices: servers.devices }
  writeFileSync(config, stringify(site))
  const edge = startProcess(join(out, 'edge.mjs'), ['--config', config], {}, folder)
  try {
    expect(await edge.said('ready')).toMatchObject({ devices: 1 })
    await eventually(
      'a reading in the outbox',
      async () => (edgeStatus(readConfig(config))?.waiting ?? 0) > 0,
    )
  } finally {
    expect(await edge.stop()).toBe(0)
    await servers.stop()
  }
})
