import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCertificates, type RunningOpcuaServer, startOpcuaServer } from '@driftbild/simulators/servers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bin, driftbild } from '../testing/command.ts'

const namespaces = ['http://opcfoundation.org/UA/', 'urn:norrvik']
const object = '1:Waterworks/1:P1'
const T0 = Date.UTC(2026, 0, 10, 6) * 1000
const now = () => Date.now() * 1000

let folder: string
let server: RunningOpcuaServer
let stop: () => Promise<void>
let file: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'driftbild-edge-tools-'))
  const certificates = await openCertificates(join(folder, 'server-pki'), now)
  const variables = ['OutletPressure', 'Level', 'Running'].map((name) => ({
    key: name,
    namespaces,
    object,
    point: { path: [`1:${name}`], kind: { type: 'measure' as const } },
    history: null,
  }))
  server = await startOpcuaServer({
    name: 'P1',
    port: 0,
    security: ['SignAndEncrypt'],
    certificates,
    variables,
    now,
  })
  server.set('OutletPressure', { time: T0, value: 4.25, status: 0 })
  server.set('Level', { time: T0, value: 1.5, status: 0 })
  stop = async () => {
    await server.stop()
    await certificates.dispose()
  }
})
afterAll(async () => {
  await stop?.()
  rmSync(folder, { recursive: true, force: true })
})

const CONFIG = `# The waterworks of Norrvik
municipality: "9999"
api: http://127.0.0.1:1
# by room
devices:
  - id: meter # in the cellar
    profile: generic/dma-meter
    protocol: modbus
    host: 127.0.0.1
    port: 1
    signals: { flow: DMA1-M/flow }
`
beforeEach(() => {
  file = join(folder, 'edge.yaml')
  writeFileSync(file, CONFIG)
  chmodSync(file, 0o640)
})

const browse = (...words: string[]) =>
  driftbild(['edge', 'browse', server.endpoint, '--folder', folder, '--trust', server.thumbprint, ...words])
const map = (...words: string[]) => driftbild(['edge', 'map', '--config', file, ...words])
const nodeOf = async (name: string): Promise<string> => {
  const { out } = await browse('--json', '--search', name)
  return JSON.parse(out.at(-1)!).nodeId
}
const newDevice = (node: string) => [
  ...['--device', 'p1', '--node', node, '--signal', 'VV1-P1/pressure', '--role', 'pressure', '--unit', 'bar'],
  ...['--trust', server.thumbprint, server.endpoint],
]

describe('edge browse', () => {
  test('shows a server as a tree, with namespaces, values, types and node ids', async () => {
    const { code, out } = await browse()
    expect(code).toBe(0)
    expect(out[0]).toBe('namespaces')
    expect(out.find((line) => line.endsWith('urn:norrvik'))).toMatch(/^ {2}\d urn:norrvik$/)
    const at = out.findIndex((line) => /^\d:Waterworks {2}ns=/.test(line))
    expect(out[at + 1]).toMatch(/^ {2}\d:P1 {2}ns=/)
    expect(out.slice(at + 2)).toContainEqual(
      expect.stringMatching(/^ {4}\d:OutletPressure {2}4\.25 {2}Double {2}ns=/),
    )
  })

  test('finds nodes by a text in their path', async () => {
    const { out } = await browse('--search', 'outlet', '--json')
    expect(out.map((line) => JSON.parse(line))).toMatchObject([
      {
        path: expect.stringMatching(/^\d:Waterworks\/\d:P1\/\d:OutletPressure$/),
        namespace: 'urn:norrvik',
        value: '4.25',
        dataType: 'Double',
        sourceTime: '2026-01-10T06:00:00.000000Z',
      },
    ])
  })

  test('shows whom it met when nobody is there to accept it, and goes no further', async () => {
    const { code, err, out } = await driftbild(['edge', 'browse', server.endpoint, '--folder', folder])
    expect([code, out]).toEqual([78, []])
    expect(err).toMatch(/is met for the first time[\s\S]*subject {5}.*P1[\s\S]*valid {7}.* to /)
    expect(err).toContain(`thumbprint  ${server.thumbprint}`)
    expect(err).toContain(
      `driftbild edge: nobody is here to accept it: if it is the right server, say --trust ${server.thumbprint}`,
    )
  })

  test.skipIf(!existsSync('/usr/bin/script')).each([
    ['y', 0, /OutletPressure {2}4\.25/],
    ['n', 78, /the certificate was not accepted/],
  ])('asks the person at the terminal, who answers %s', async (answer, code, expected) => {
    const words = ['edge', 'browse', server.endpoint, '--folder', folder, '--search', 'outlet']
    const child = spawn('script', ['-qec', [process.execPath, bin, ...words].join(' '), '/dev/null'])
    let said = ''
    child.stdout.on('data', (piece) => {
      if (!said.includes('[y/N]') && `${said}${piece}`.includes('[y/N]')) child.stdin.write(`${answer}\n`)
      said += String(piece)
    })
    expect((await once(child, 'close'))[0]).toBe(code)
    expect(said).toMatch(expected)
  })

  test.each([
    [['--dept', '2'], /Unknown option '--dept'\. Did you mean --depth\?/],
    [['--depth', 'deep'], /--depth takes a whole number from 1, not deep/],
    [['--trust', 'abc'], /--trust takes a thumbprint of 40 hexadecimal digits/],
    [['--security', 'Sing'], /security: None, Sign, SignAndEncrypt or/],
  ])('%o is told as a mistake', async (words, expected) => {
    const { code, err } = await driftbild(['edge', 'browse', server.endpoint, ...words])
    expect(code).toBe(78)
    expect(err).toMatch(expected)
  })

  test('another certificate than the accepted one is refused', async () => {
    const { code, err } = await driftbild([
      ...['edge', 'browse', server.endpoint, '--folder', folder, '--trust', 'ab'.repeat(20)],
    ])
    expect(code).toBe(78)
    expect(err).toContain(`but the accepted one is ${'ab'.repeat(20)}`)
  })

  test('explains itself', async () => {
    const { code, out } = await driftbild(['edge', 'browse', '--help'])
    expect(code).toBe(0)
    expect(out[0]).toBe('Shows what an OPC UA server has: its objects and variables as a tree.')
  })
})

describe('edge map', () => {
  test('adds a device with its signal, tested, and keeps comments and rights', async () => {
    const { code, out } = await map(...newDevice(await nodeOf('OutletPressure')))
    expect([code, out]).toEqual([
      0,
      [
        '  outlet-pressure → VV1-P1/pressure  4.25 bar  2026-01-10T06:00:00.000000Z  good',
        `${file}: p1 has outlet-pressure now`,
      ],
    ])
    expect(readFileSync(file, 'utf8')).toBe(`${CONFIG}  - id: p1
    profile: generic/opcua
    protocol: opcua
    endpoint: ${server.endpoint}
    object: ${object}
    trusted: ${server.thumbprint}
    namespaces: [ urn:norrvik ]
    points:
      - { name: outlet-pressure, role: pressure, unit: bar, reporting: { type: every, seconds: 60 }, path: [ 1:OutletPressure ] }
    signals:
      outlet-pressure: VV1-P1/pressure
`)
    expect(statSync(file).mode & 0o777).toBe(0o640)

    const second = ['--device', 'p1', '--node', await nodeOf('Level'), '--signal', 'VV1-P1/level']
    expect((await map(...second, '--role', 'level', '--unit', 'm')).code).toBe(0)
    const again = await driftbild(['edge', 'test', '--config', file, '--device', 'p1'])
    expect(again).toMatchObject({
      code: 0,
      out: [
        'p1',
        '  outlet-pressure → VV1-P1/pressure  4.25 bar  2026-01-10T06:00:00.000000Z  good',
        '  level → VV1-P1/level  1.5 m  2026-01-10T06:00:00.000000Z  good',
      ],
    })
  })

  test.each([
    [
      'a node that is not there',
      ['--node', 'ns=1;s=none'],
      /ns=1;s=none isn't there, or doesn't lie below Objects/,
      78,
    ],
    ['a role that there is not', ['--role', 'presure'], /no role presure\. Did you mean pressure\?/, 78],
    ['a node without a unit', ['--unit', ''], /has no unit: say --unit, one of 1, bar, /, 78],
  ])('%s is told, and the file stays as it is', async (_, change, expected, wanted) => {
    const words = newDevice(await nodeOf('OutletPressure'))
    words.splice(words.indexOf(change[0]!), 2, ...change)
    const { code, err } = await map(...words)
    expect(code).toBe(wanted)
    expect(err).toMatch(expected)
    expect(readFileSync(file, 'utf8')).toBe(CONFIG)
  })

  test('one that gives no value is added only by force', async () => {
    const node = await nodeOf('Running')
    const words = [...newDevice(node), '--patience', '2']
    const { code, err } = await map(...words)
    expect(code).toBe(1)
    expect(err).toMatch(
      /running → VV1-P1\/pressure {2}not read: .*\nnothing was changed; --force adds it all the same/,
    )
    expect(readFileSync(file, 'utf8')).toBe(CONFIG)
    expect((await map(...words, '--force')).code).toBe(0)
    expect(readFileSync(file, 'utf8')).toContain('running: VV1-P1/pressure')
  })
})

test('edge test names what is wrong with an address, and ends with 1', async () => {
  await map(...newDevice(await nodeOf('OutletPressure')))
  writeFileSync(file, readFileSync(file, 'utf8').replace('1:OutletPressure', '1:OutletPresure'))
  const { code, out, err } = await driftbild(['edge', 'test', '--config', file, '--patience', '5'])
  expect(code).toBe(1)
  expect(out.slice(0, 2)).toEqual([
    'meter',
    '  flow → DMA1-M/flow  not read: connecting to meter on 127.0.0.1:1: nothing listens there: check host and port, and that the device is on',
  ])
  expect(out[3]).toMatch(
    /outlet-pressure → VV1-P1\/pressure {2}not read: p1 at .*1:OutletPresure: there is no such node: check object, namespaces and profile/,
  )
  expect(err).toContain('2 of 2 signals could not be read')
})
