import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { edgeProcess } from '../testing/edge-process.ts'
import { freePort } from '../testing/free-port.ts'
import { aSite, gatewayOf, headOf } from '../testing/site.ts'
import { until } from '../testing/until.ts'
import type { Health } from './health.ts'

// Each starts a process or two, on a machine that may be busy with others.
vi.setConfig({ testTimeout: 60_000 })

const DEAD = `  - id: meter-1
    profile: generic/dma-meter
    protocol: modbus
    host: 127.0.0.1
    port: 1
    signals: { flow: DMA1-M/flow, pressure: DMA1-M/pressure }
`

/** An edge with a port, a gateway with events and, where `more` says so, another device. */
async function observed({ events = 24, more = '' } = {}) {
  const site = await aSite(events)
  const port = await freePort()
  const device = gatewayOf('gateway', site.device, 'K1/volume')
  writeFileSync(site.config, `http: { port: ${port} }\n${headOf(site.centre)}${device}${more}`)
  const edge = edgeProcess('--config', site.config)
  await until('its start', () => edge.lines.some((line) => line.event === 'ready'))
  const at = `http://127.0.0.1:${port}`
  const get = async (path: string) => {
    const response = await fetch(at + path)
    return { status: response.status, text: await response.text() }
  }
  const health = async () => {
    const { status, text } = await get('/health/ready')
    return { status, health: JSON.parse(text) as Health }
  }
  /** What Prometheus would read, by name and labels. */
  const metrics = async (): Promise<Map<string, number>> => {
    const { text } = await get('/metrics')
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    return new Map(
      lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
    )
  }
  return { ...site, edge, get, health, metrics }
}

test('an edge with everything well is live, ready and well', async () => {
  const { centre, get, health } = await observed()
  await until('the readings', () => centre.readings.length === 24)
  await until('the receipt', async () => (await health()).health.centre.waiting === 0)
  expect(await get('/health/live')).toEqual({ status: 200, text: '{"live":true}' })
  expect(await health()).toMatchObject({
    status: 200,
    health: { ready: true, well: true, devices: [], centre: { problem: null, waiting: 0 }, clockOff: null },
  })
  expect((await get('/elsewhere')).status).toBe(404)
})

test('a device that does not answer and a centre that is away are named; it is ready all the same', async () => {
  const { centre, health } = await observed({ events: 100_000, more: DEAD })
  await until('some readings', () => centre.readings.length > 24)
  await centre.close()
  await until('both are noticed', async () => {
    const { devices, centre } = (await health()).health
    // A batch on its way when the centre went says another thing than the next one, which finds nobody there.
    return devices.length > 0 && centre.problem?.includes('ECONNREFUSED') && centre.waiting > 0
  })
  expect(await health()).toMatchObject({
    status: 200,
    health: {
      ready: true,
      well: false,
      devices: [
        {
          id: 'meter-1',
          silent: [{ reason: 'unreachable', signals: 2 }],
          problem: expect.stringMatching(/127\.0\.0\.1:1: nothing listens there/),
        },
      ],
      centre: { problem: expect.stringMatching(/can't be reached: ECONNREFUSED/) },
    },
  })
})

test('the figures say what went in and out, what waits, and how each device is', async () => {
  const { centre, metrics } = await observed({ more: DEAD })
  await until('the readings', () => centre.readings.length === 24)
  await until(
    'the silence',
    async () => ((await metrics()).get('driftbild_edge_batches_total{answer="accepted"}') ?? 0) > 1,
  )
  await until('the receipt', async () => (await metrics()).get('driftbild_edge_outbox_waiting_entries') === 0)
  const figures = await metrics()
  const of = (name: string) => figures.get(`driftbild_edge_${name}`)
  expect(of('readings_total')).toBe(24)
  expect(of('device_readings_total{device="gateway"}')).toBe(24)
  expect(of('device_reconnects_total{device="gateway"}')).toBe(0)
  expect(of('device_silent_signals{device="meter-1",reason="unreachable"}')).toBe(2)
  expect(of('silences_total{reason="unreachable"}')).toBe(1)
  expect(of('entries_sent_total')).toBeGreaterThanOrEqual(25)
  expect(of('outbox_waiting_entries')).toBe(0)
  expect(of('outbox_oldest_age_seconds')).toBe(0)
  expect(of('outbox_limit_bytes')).toBe(4096 * 1024 * 1024)
  expect(of('outbox_bytes')).toBeGreaterThan(0)
  expect(of('disk_free_bytes')).toBeGreaterThan(0)
  expect(of('centre_reachable')).toBe(1)
  expect(of('set_aside_entries')).toBe(0)
  // The gateway's events are of a past winter.
  expect(of('device_lag_seconds{device="gateway"}')).toBeGreaterThan(86_400)
  expect(of('device_lag_seconds{device="meter-1"}')).toBeUndefined()
  expect(of('outbox_lasts_seconds')).toBeNaN()
})

test('a port that is taken is told at once', async () => {
  const { config } = await observed()
  const second = await aSite(1)
  const port = /port: (\d+) }/.exec(readFileSync(config, 'utf8'))![1]
  writeFileSync(
    second.config,
    `http: { port: ${port} }\n${headOf(second.centre)}${gatewayOf('gateway', second.device, 'K1/volume')}`,
  )
  const edge = edgeProcess('--config', second.config)
  expect(await edge.exited).toBe(1)
  expect(edge.lines.at(-1)!.message).toMatch(/http\.port \d+ can't be listened at: listen EADDRINUSE/)
})
