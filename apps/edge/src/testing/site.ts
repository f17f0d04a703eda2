import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { writeKey } from '../key.ts'
import { KEY, type TestCentre, testCentre } from './centre.ts'
import { type Gateway, gateway } from './gateway.ts'
import { temporaryFolder } from './temporary.ts'

export interface Site {
  folder: string
  config: string
  outbox: string
  centre: TestCentre
  device: Gateway
}

/** A gateway with events, a centre, and an edge's configuration that names both; `more` follows its devices. */
export async function aSite(
  events: number,
  { key = true, folder = temporaryFolder(), more = '' } = {},
): Promise<Site> {
  const centre = await testCentre()
  const device = await gateway(events)
  onTestFinished(() => centre.close())
  onTestFinished(() => device.close())
  const config = join(folder, 'edge.yaml')
  writeFileSync(config, `${headOf(centre)}${gatewayOf('gateway', device, 'K1/volume')}${more}`)
  if (key) writeKey(join(folder, 'data/key.json'), KEY)
  return { folder, config, outbox: join(folder, 'data/outbox.sqlite'), centre, device }
}

/** What a configuration begins with; its devices follow. */
export const headOf = (centre: TestCentre): string => `municipality: "9999"
api: ${centre.url}
folder: data
devices:
`

export const gatewayOf = (id: string, { port }: Gateway, key: string, more = ''): string => `  - id: ${id}
    profile: generic/replay-gateway
    protocol: modbus
    host: 127.0.0.1
    port: ${port}
    every: 0.1
    events:
      - { name: bin, role: volume, unit: m3, reporting: { type: every, seconds: 60 } }
    signals: { bin: ${key} }
${more}`
