import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { enrolEdge } from '@driftbild/cli/enrol-edge'
import type { Kommunkod } from '@driftbild/core'
import type { DeviceConfig } from '@driftbild/devices'
import type { Centre } from './centre.ts'
import { type Started, startProcess } from './process.ts'

const main = fileURLToPath(new URL('../../apps/edge/src/main.ts', import.meta.url))

/** An edge as a process of its own, enrolled with the centre and reading the devices. */
export async function startEdge(
  { db, folder, address }: Centre,
  municipality: Kommunkod,
  devices: readonly DeviceConfig[],
): Promise<Started> {
  const own = { folder: join(folder, 'edge'), name: 'Edge' }
  const edge = startProcess(main, await enrolEdge({ db, api: address, municipality, devices, ...own }))
  await edge.said('ready')
  return edge
}
