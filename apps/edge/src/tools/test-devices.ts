import { join } from 'node:path'
import { lazyPki, type Tried, tryDevice } from '@driftbild/collectors'
import { formatTime, quality, type Reading, units } from '@driftbild/core'
import { nearest } from '@driftbild/devices'
import { ConfigError, readConfig } from '../config.ts'
import { printable, type Tool, wholeNumber, wordsOf } from './tool.ts'

const HELP = `Reads each signal of a configuration once and shows what came, or what is wrong. Nothing is kept or sent.

  edge test --config FILE [--device ID] [--patience SECONDS] [--json]

  --device ID           only this device
  --patience SECONDS    how long a device is waited for (15)
  --json                one JSON object a line

It ends with 1 when something could not be read. A device that takes one connection only can't be tested while
the edge reads it.
`

const options = {
  config: { type: 'string' },
  device: { type: 'string' },
  patience: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

export const testTool: Tool = {
  help: HELP,
  async run(words, { print, now, environment }) {
    const { given } = wordsOf(words, options, HELP)
    if (!given.config)
      throw new ConfigError('--config FILE is missing: the site’s configuration. --help says more')
    const config = readConfig(given.config)
    const ids = config.devices.map((device) => device.id)
    if (given.device && !ids.includes(given.device)) {
      const meant = nearest(given.device, ids)
      throw new ConfigError(
        `no device ${given.device}. ${meant ? `Did you mean ${meant}?` : `Known: ${ids.join(', ')}`}`,
      )
    }
    const patience = wholeNumber('patience', given.patience, 15) * 1000
    const context = { now, environment, pki: lazyPki(join(config.folder, 'pki'), now), patience }
    let problems = 0
    let all = 0
    for (const device of config.devices) {
      if (given.device && device.id !== given.device) continue
      const tried = await tryDevice(device, context, new AbortController().signal)
      all += tried.length
      problems += tried.filter((one) => one.problem !== null).length
      if (!given.json) print(device.id)
      for (const one of tried)
        print(given.json ? JSON.stringify({ device: device.id, ...one }) : triedLine(one))
    }
    if (problems > 0) throw new Error(`${problems} of ${all} signals could not be read`)
  },
}

export function triedLine({ point, key, unit, reading, problem }: Tried): string {
  const said = reading
    ? readingText(reading, units[unit].symbol)
    : problem
      ? `not read: ${problem}`
      : 'is told when something happens, and not asked for'
  return printable(`  ${point} → ${key}  ${said}`)
}

function readingText(reading: Reading, symbol: string): string {
  const status = `0x${reading.status.toString(16).padStart(8, '0')}`
  const time = `${formatTime(reading.sourceTime)}${reading.clock === 'collector' ? ' (our clock)' : ''}`
  if ('reason' in reading) return `no value: ${reading.reason}  ${time}  bad (${status})`
  const said = quality(reading.status)
  return `${`${reading.value} ${symbol}`.trim()}  ${time}  ${said === 'good' ? said : `${said} (${status})`}`
}
