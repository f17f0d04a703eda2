#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { enrol } from './centre.ts'
import { ConfigError, readConfig } from './config.ts'
import { writeKey } from './key.ts'
import { lineWriter } from './log.ts'
import { whenParentGoes } from './parent.ts'
import { edgeStatus, statusText } from './status.ts'

const HELP = `Reads one site's devices and hands their readings to the centre.

  edge --config FILE [--enrol CODE]   collect and upload; with a one-time code where there is no key yet
  edge enrol --config FILE --enrol CODE
                                      only turn the code into a key
  edge check --config FILE            look for mistakes in the configuration
  edge status --config FILE [--json]  what waits on disk, for how long, and what the centre has
`
/** sysexits.h: starting again is no use before the configuration is corrected. */
const EX_CONFIG = 78

const now = () => Date.now() * 1000
const say = lineWriter((text) => process.stdout.write(text))

// A library's timer may throw where nobody waits for it. What was read is on disk; whoever runs us starts us again.
process.on('uncaughtException', (error) => {
  say({ event: 'log', level: 'error', message: `unexpected: ${error.stack ?? error.message}` })
  process.exit(1)
})

try {
  await main()
} catch (error) {
  say({ event: 'log', level: 'error', message: (error as Error).message })
  process.exit(error instanceof ConfigError ? EX_CONFIG : 1)
}

async function main(): Promise<void> {
  const { values, positionals } = arguments_()
  const [command = 'run'] = positionals
  if (values.help) return print(HELP)
  if (!['run', 'enrol', 'check', 'status'].includes(command))
    throw new ConfigError(`no command ${command}.\n${HELP}`)
  if (!values.config) throw new ConfigError(`--config is missing.\n${HELP}`)
  const config = readConfig(values.config)
  if (command === 'check') return print(`${values.config}: ${config.devices.length} devices, no mistakes`)
  if (command === 'status') {
    const status = edgeStatus(config)
    if (!status) return print(`nothing was collected in ${config.folder} yet`)
    return print(values.json ? JSON.stringify(status) : statusText(status, now()))
  }
  if (command === 'enrol') {
    if (!values.enrol) throw new ConfigError('enrol needs --enrol CODE')
    const answer = await enrol(config.api, values.enrol, config.name, new AbortController().signal)
    if (!('value' in answer)) {
      throw new Error(
        'failure' in answer
          ? answer.failure
          : `the centre does not accept the code (${answer.problem.code}): it was used before or is too old`,
      )
    }
    writeKey(config.key!, answer.value)
    return print(`enrolled as collector ${answer.value.collector}; the key is in ${config.key}`)
  }
  const stop = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort())
  whenParentGoes(() => stop.abort())
  // The drivers take a second to load; the other commands do without.
  const { runEdge } = await import('./edge.ts')
  await runEdge({ config, code: values.enrol, now, say }, stop.signal)
  process.exit(0)
}

function arguments_() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        enrol: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  } catch (cause) {
    throw new ConfigError(`${(cause as Error).message}\n${HELP}`, { cause })
  }
}

function print(text: string): void {
  process.stdout.write(`${text.trimEnd()}\n`)
}
