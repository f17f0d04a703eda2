import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseConfig } from './config.ts'

const GOOD = `municipality: "0114"
api: http://127.0.0.1:8080
devices:
  - id: meter-1
    profile: generic/dma-meter
    protocol: modbus
    host: 10.0.0.4
    signals:
      flow: DMA1-M/flow
      pressure: DMA1-M/pressure
  - id: pump-1
    profile: generic/vsd-pump
    protocol: opcua
    endpoint: opc.tcp://10.0.0.5:4840
    object: 2:Waterworks/2:P1
    trusted: 0123456789abcdef0123456789abcdef01234567
    signals:
      power: VV1-P1/power
`
/** What is said about the text with one line changed. */
function complaint(from: string, to: string): string {
  expect(GOOD).toContain(from)
  try {
    parseConfig(GOOD.replace(from, to), 'edge.yaml')
    return 'nothing'
  } catch (error) {
    return (error as Error).message
  }
}

test('what may be left out is filled in', () => {
  const config = parseConfig(GOOD, 'edge.yaml')
  expect(config).toMatchObject({ municipality: '0114', folder: '.', outbox: { limit: 4096, whenFull: {} } })
  expect(config.devices[0]).toMatchObject({ port: 502, unit: 1, every: 10, timeout: 2 })
  expect(config.devices[1]).toMatchObject({ security: 'SignAndEncrypt', sampling: 1000 })
})

test('the configuration that the README shows has no mistakes', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const shown = /```yaml\n(.*?)```/s.exec(readme)![1]!
  const { devices, http } = parseConfig(shown, 'README.md')
  expect([devices.length, http]).toEqual([6, { port: 9464 }])
})

test('JSON is read like YAML, its mistakes have places too', () => {
  const json = JSON.stringify(parse(GOOD), null, 2)
  expect(parseConfig(json, 'edge.json')).toEqual(parseConfig(GOOD, 'edge.yaml'))
  const misspelt = json.replace('"host"', '"hots"')
  expect(() => parseConfig(misspelt, 'edge.json')).toThrow(
    /^edge.json:9:7 devices\[0\].hots: unknown name. Did you mean host\?/,
  )
  const twice = json.replace('"host"', '"id": "meter-2", "host"')
  expect(() => parseConfig(twice, 'edge.json')).toThrow('edge.json:9:7 id stands twice there')
})

test('a kommunkod that YAML reads as a number keeps its zero', () => {
  expect(parseConfig(GOOD.replace('"0114"', '0114'), 'edge.yaml').municipality).toBe('0114')
})

describe('a mistake is told with its place and what to do', () => {
  test.each([
    [
      'a misspelt name',
      'host: 10.0.0.4',
      'hots: 10.0.0.4',
      'edge.yaml:7:5 devices[0].hots: unknown name. Did you mean host?',
    ],
    [
      'a misspelt name at the top',
      'api: http',
      'apy: http',
      'edge.yaml:2:1 apy: unknown name. Did you mean api?',
    ],
    [
      'a misspelt name within a serial line',
      '    host: 10.0.0.4\n',
      '    serial: { path: /dev/ttyUSB0, bauds: 9600 }\n',
      'edge.yaml:7:35 devices[0].serial.bauds: unknown name. Did you mean baud?',
    ],
    [
      'a misspelt name within a command',
      'host: 10.0.0.4',
      'host: 10.0.0.4\n    commands: { flow: { enabeld: true, limits: [0, 1] } }',
      'edge.yaml:8:25 devices[0].commands.flow.enabeld: unknown name. Did you mean enabled?',
    ],
    [
      'a misspelt name within a range that is forbidden',
      'host: 10.0.0.4',
      'host: 10.0.0.4\n    forbidden: [{ table: coil, from: 1, till: 2 }]',
      'edge.yaml:8:41 devices[0].forbidden[0].till: unknown name. Known here: table, from, to',
    ],
    [
      'a misspelt name of the page for metrics',
      'api: http',
      'http: { prot: 9464 }\napi: http',
      'edge.yaml:2:9 http.prot: unknown name. Did you mean port?',
    ],
    [
      'a misspelt class of signals',
      'api: http',
      'outbox: { whenFull: { measures: refuse-new } }\napi: http',
      'edge.yaml:2:23 outbox.whenFull.measures: unknown name. Did you mean measure?',
    ],
    [
      'a misspelt point',
      'pressure: DMA1',
      'presure: DMA1',
      'edge.yaml:10:7 devices[0].signals.presure: generic/dma-meter has no point presure. Did you mean pressure?',
    ],
    [
      'an unknown point that is near to none',
      'pressure: DMA1',
      'turbidity: DMA1',
      'edge.yaml:10:7 devices[0].signals.turbidity: generic/dma-meter has no point turbidity. Known: flow, ',
    ],
    [
      'an unknown profile',
      'generic/vsd-pump',
      'generic/vsd-pmup',
      'edge.yaml:12:5 devices[1].profile: no profile generic/vsd-pmup. Did you mean generic/vsd-pump? Known: generic/bin-gateway',
    ],
    [
      'a wrong value',
      'opc.tcp://10.0.0.5:4840',
      '10.0.0.5:4840',
      'edge.yaml:14:5 devices[1].endpoint: an OPC UA address begins with opc.tcp://',
    ],
    [
      'something missing',
      '    host: 10.0.0.4\n',
      '',
      'edge.yaml:4:5 devices[0].host: a host or a serial line is needed, one of the two',
    ],
    [
      'an address that is none',
      'http://127.0.0.1:8080',
      'centre.example.se',
      'edge.yaml:2:1 api: an address is needed, like https://centre.example.se',
    ],
    [
      'one signal twice',
      'DMA1-M/pressure',
      'DMA1-M/flow',
      'edge.yaml:10:7 devices[0].signals.pressure: meter-1 flow already gives DMA1-M/flow',
    ],
    ['an unknown protocol', 'protocol: opcua', 'protocol: opcda', 'edge.yaml:13:5 devices[1].protocol: '],
    [
      'plain http over a network',
      'http://127.0.0.1:8080',
      'http://centre.example.se',
      'edge.yaml:2:1 api: plain http is for this machine only: use https',
    ],
    [
      'broken YAML',
      '    signals:\n      flow',
      '    signals:\n  flow',
      'edge.yaml:8:13 All mapping items must start at the same column',
    ],
    [
      'a name given twice',
      'host: 10.0.0.4',
      'host: 10.0.0.4\n    host: 10.0.0.5',
      'edge.yaml:8:5 host stands twice there',
    ],
  ])('%s', (_, from, to, expected) => {
    expect(complaint(from, to)).toContain(expected)
  })

  test.each([
    [
      'a password in clear',
      'user: { name: scada, password: hunter2 }',
      'edge.yaml:15:26 devices[1].user.password: a password must not stand in this file: write it to a file',
    ],
    [
      'a user without a secret',
      'user: { name: scada }',
      'devices[1].user: a user is { name, passwordFile }, { name, passwordEnv } or',
    ],
    [
      'a misspelt part of a user',
      'user: { nam: x }',
      'devices[1].user.nam: unknown name. Did you mean name?',
    ],
    [
      'a misspelt policy',
      'security: { policy: Basic256 }',
      'devices[1].security.policy: Invalid option: expected one of "Aes256_Sha256_RsaPss"',
    ],
    [
      'a misspelt part of security',
      'security: { polcy: Basic256 }',
      'devices[1].security.polcy: unknown name. Did you mean policy?',
    ],
    [
      'a misspelt mode',
      'security: Sing',
      'devices[1].security: None, Sign, SignAndEncrypt or { mode, policy }',
    ],
    [
      'a misspelt setting of a signal',
      'overrides: { power: { samplng: 5 } }',
      'devices[1].overrides.power.samplng: unknown name. Did you mean sampling?',
    ],
    [
      'a wrong deadband',
      'deadband: 5 bar',
      'devices[1].deadband: a deadband is a number in the signal’s unit',
    ],
    [
      'an address with a password',
      'endpoint: opc.tcp://a:b@c',
      'holds no user or password: name them in user',
    ],
  ])('%s', (_, line, expected) => {
    const [name] = line.split(':')
    const text = GOOD.replace(/^ *endpoint: .*$/m, (before) =>
      name === 'endpoint' ? `    ${line}` : `${before}\n    ${line}`,
    )
    let told = ''
    try {
      parseConfig(text, 'edge.yaml')
    } catch (error) {
      told = (error as Error).message
    }
    expect(told).toContain(expected)
    expect(told).not.toMatch(/hunter2|a:b@/)
  })

  test('and all of them at once', () => {
    const text = GOOD.replace('host:', 'hots:').replace('endpoint:', 'endpiont:')
    expect(() => parseConfig(text, 'e')).toThrow(/hots: unknown name[\s\S]*endpiont: unknown name/)
  })
})
