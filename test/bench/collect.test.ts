import { expect, test } from 'vitest'
import { driftbild } from '../chain/driftbild.ts'

/** Milliseconds: four servers and edges are started, on a machine that does other things too. */
const PATIENT = 400_000

test(
  'the short form reads real servers through the real chain, and its last line says that nothing was lost',
  async () => {
    const command = driftbild(['bench', 'collect', '--short'], process.env)
    expect(await command.ended, command.output()).toBe(0)
    const last = JSON.parse(command.output().trimEnd().split('\n').at(-1)!) as Record<string, unknown>
    expect(last).toMatchObject({ bench: 'collect', lost: 0, nodeRed: [] })
    for (const name of [
      'opcuaValuesPerSecond',
      'modbusRegistersPerSecond',
      'opcuaCommittedPerSecond',
      'bareCopyPerSecond',
    ])
      expect(last[name], name).toBeGreaterThan(0)
  },
  PATIENT,
)
