import type { DeviceReport } from '@driftbild/collectors/status'
import type { Running } from '../running.ts'
import type { EdgeStatus } from '../status.ts'

export const NOW = Date.UTC(2026, 0, 10, 12) * 1000

/** An edge with one device, everything well. */
export const aStatus = (more: Partial<EdgeStatus> = {}, running: Partial<Running> = {}): EdgeStatus => ({
  outbox: '/edge/outbox.sqlite',
  collector: '11111111-1111-4111-8111-111111111111',
  epoch: '00000000-0000-4000-8000-000000000001',
  waiting: 0,
  acknowledged: 100,
  bytes: 1024 ** 2,
  limit: 4096 * 1024 ** 2,
  free: 8192 * 1024 ** 2,
  oldest: null,
  alive: NOW,
  rate: null,
  lasts: null,
  setAside: 0,
  devices: [{ id: 'pump-1', address: '10.0.0.4:502', silent: [] }],
  ...more,
  running: {
    pid: 1,
    began: NOW,
    at: NOW,
    devices: [aReport()],
    counts: { taken: 100, repeats: 0, refused: 0, dropped: 0, setAside: 0, silences: {} },
    disk: { problem: null, takes: true },
    centre: { answered: NOW, problem: null, batches: { accepted: 1 }, entries: 100 },
    clock: { centre: null, jumps: 0 },
    reloads: { count: 0, said: '', problem: null },
    ...running,
  },
})

export const aReport = (more: Partial<DeviceReport> = {}): DeviceReport => ({
  id: 'pump-1',
  readings: 100,
  newest: NOW,
  heard: NOW,
  reconnects: 0,
  problem: null,
  caveat: null,
  clock: null,
  ...more,
})
