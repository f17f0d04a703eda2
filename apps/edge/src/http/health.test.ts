import { SECOND } from '@driftbild/core'
import { expect, test } from 'vitest'
import type { Running } from '../running.ts'
import { aReport, aStatus } from '../testing/status.ts'
import { healthOf } from './health.ts'

test('a disk that takes nothing is the one thing that makes an edge not ready', () => {
  const full = healthOf(aStatus({}, { disk: { problem: 'full', takes: false } }))
  expect(full).toMatchObject({ ready: false, well: false, disk: { problem: 'full' } })
  const making = healthOf(aStatus({}, { disk: { problem: 'the oldest make room', takes: true } }))
  expect(making).toMatchObject({ ready: true, well: false })
})

const off = { offset: 60 * SECOND, isOff: true, jumps: 0 }
const right = { offset: SECOND, isOff: false, jumps: 3 }

test.each<[string, Partial<Running>, object]>([
  ['nothing', {}, { well: true, devices: [] }],
  ['a clock that is right', { devices: [aReport({ clock: right })] }, { well: true, devices: [] }],
  [
    'a device’s clock that is off',
    { devices: [aReport({ clock: off })] },
    { well: false, devices: [{ id: 'pump-1', clockOff: 60 }] },
  ],
  ['this machine’s clock', { clock: { centre: off, jumps: 0 } }, { well: false, clockOff: 60 }],
  [
    'a configuration that was refused',
    { reloads: { count: 1, said: '', problem: 'edge.yaml:1:1' } },
    { well: false, configuration: 'edge.yaml:1:1' },
  ],
  [
    'a node that is missing',
    { devices: [aReport({ problem: 'no such node' })] },
    { well: false, devices: [{ id: 'pump-1', problem: 'no such node' }] },
  ],
])('%s is told, and asks for no restart', (_, running, expected) => {
  expect(healthOf(aStatus({}, running))).toMatchObject({ ready: true, ...expected })
})
