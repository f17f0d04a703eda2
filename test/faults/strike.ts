import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Misbehaviour } from '../../packages/collectors/src/testing/misbehaving-link.ts'
import type { Chain } from './chain.ts'
import type { Fault, FaultKind } from './plan.ts'
import { copyFolder, cutPower } from './power-cut.ts'
import { fillDisk } from './small-disk.ts'
import { recording } from './write-recorder.ts'

/** Seconds by which a device's clock jumps at most, and the edge's. */
const JUMP = { device: 8, edge: 120 }

type Strike = (chain: Chain, fault: Fault, random: () => number) => Promise<void>

const last = ({ lasts }: Fault): Promise<void> => sleep(lasts * 1000)
/** Between −most and most. */
const jump = ({ draw }: Fault, most: number): number => Math.round((2 * draw - 1) * most)

const link =
  (how: Misbehaviour): Strike =>
  async ({ links }, fault) => {
    links[fault.device!].misbehave(how)
    await last(fault)
    links[fault.device!].heal()
  }

const strikes: Record<FaultKind, Strike> = {
  'kill-device': async ({ devices }, fault) => {
    await devices[fault.device!].ready()
    await devices[fault.device!].kill()
  },
  'kill-edge': async ({ edge }) => {
    await edge.ready()
    await edge.kill()
  },
  'kill-centre': async ({ centre }) => {
    await centre.ready()
    await centre.kill()
  },
  'kill-engine': async ({ store }) => {
    await store.answers()
    await store.kill()
  },
  'network-cut': link('cut'),
  'half-open': link('half-open'),
  'slow-frames': link('slow'),
  'garbage-frames': link('garbage'),
  'wrong-transaction': link('wrong-transaction'),
  'namespace-order': async ({ devices, plcFlags }) => {
    await devices.plc.ready()
    if (!plcFlags.delete('reversed')) plcFlags.add('reversed')
    await devices.plc.restart()
  },
  'certificate-change': async ({ devices, plcFlags, trustPlc }, fault) => {
    await devices.plc.ready()
    plcFlags.add('new-certificate')
    await devices.plc.restart()
    // Until a person has looked, it is refused.
    await last(fault)
    await trustPlc()
  },
  'device-clock-jump': async ({ devices }, fault) => {
    await devices[fault.device!].ready()
    devices[fault.device!].tell(`jump ${jump(fault, JUMP.device)}`)
  },
  'edge-clock-jump': async ({ setEdgeClock }, fault) => setEdgeClock(jump(fault, JUMP.edge)),
  'outbox-disk-full': async ({ edgeDisk }, fault) => {
    const empty = fillDisk(edgeDisk.folder)
    await last(fault)
    empty()
  },
  'store-disk-full': async ({ store, storeDisk }, fault) => {
    await store.answers()
    const empty = fillDisk(storeDisk.folder)
    await last(fault)
    empty()
  },
  'outbox-power-cut': async (chain, fault, random) => {
    const { edge, edgeFolder, edgeEnvironment, journalFolder } = chain
    await edge.ready()
    const journal = join(journalFolder, 'outbox.journal')
    const environment = recording(chain.recorder!, join(edgeFolder, 'outbox.sqlite'), journal)
    let before = ''
    await edge.down('SIGTERM', async () => {
      before = copyFolder(edgeFolder)
      Object.assign(edgeEnvironment, environment)
    })
    await edge.ready()
    await last(fault)
    await edge.down('SIGKILL', async () => {
      for (const name of Object.keys(environment)) delete edgeEnvironment[name]
      await cutPower({ before, journal, folder: edgeFolder }, random)
      rmSync(before, { recursive: true })
      rmSync(journal)
    })
  },
  'store-power-cut': async ({ store }, fault, random) => {
    await store.answers()
    await store.cutPower(fault.lasts, random)
  },
}

/** Does to the chain what the plan says, and leaves it to recover for a while. */
export async function strike(chain: Chain, fault: Fault, random: () => number): Promise<void> {
  await strikes[fault.kind](chain, fault, random)
  await sleep(fault.peace * 1000)
}
