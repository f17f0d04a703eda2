import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseConfig } from '@driftbild/edge'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { type OpcuaTestServer, opcuaServer } from '../../packages/collectors/src/testing/opcua-server.ts'
import { driftbild } from '../chain/driftbild.ts'

// What a server raises by itself (Alarms & Conditions) is found and mapped like any of its values.

let server: OpcuaTestServer
let file: string
let trust: string[]

beforeEach(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'driftbild-map-alarm-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  server = await opcuaServer({ variables: {}, alarms: ['HighLevel', 'DryRun'] })
  file = join(folder, 'edge.yaml')
  trust = ['--trust', server.thumbprint, '--folder', folder]
  writeFileSync(file, 'municipality: "9999"\napi: http://127.0.0.1:1\ndevices: []\n')
})

async function edge(...words: string[]): Promise<{ code: number | null; output: string }> {
  const command = driftbild(['edge', ...words], process.env)
  return { code: await command.ended, output: command.output() }
}
const map = (name: string, ...words: string[]) =>
  edge('map', '--config', file, '--device', 'plc', '--signal', `P-1/${name}`, ...words)
const mapped = () => {
  const [device] = parseConfig(readFileSync(file, 'utf8'), file).devices
  if (device?.protocol !== 'opcua') throw new Error('no OPC UA device')
  const conditions = device.alarms?.conditions.map(({ name, source, condition }) => [name, source, condition])
  return { conditions, signals: device.signals }
}

test('an alarm is shown with its names, and mapped by its node to a new device; another one by its names', async () => {
  const { output } = await edge('browse', server.endpoint, ...trust, '--search', 'level')
  const node = /Station\/\d:HighLevel {2}alarm HighLevel of HighLevelInput {2}(\S+)$/m.exec(output)?.[1]
  expect(node, output).toBeDefined()

  expect(await map('high-level', '--node', node!, ...trust, server.endpoint)).toMatchObject({
    code: 0,
    output: expect.stringContaining('high-level → P-1/high-level  is told when something happens'),
  })
  expect(await map('dry', '--source', 'DryRunInput', '--condition', 'DryRun')).toMatchObject({ code: 0 })
  expect(mapped()).toEqual({
    conditions: [
      ['high-level', 'HighLevelInput', 'HighLevel'],
      ['dry-run', 'DryRunInput', 'DryRun'],
    ],
    signals: { 'high-level': 'P-1/high-level', 'dry-run': 'P-1/dry' },
  })
})

test('half a name is told as a mistake, and the file stays as it is', async () => {
  const before = readFileSync(file, 'utf8')
  expect(await map('dry', '--condition', 'DryRun', ...trust, server.endpoint)).toMatchObject({
    code: 78,
    output: expect.stringContaining('--source is missing'),
  })
  expect(readFileSync(file, 'utf8')).toBe(before)
})
