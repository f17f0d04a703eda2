#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { UnusableOutbox } from '@driftbild/collectors/status'
import { nearest } from '@driftbild/devices'
import { type Command, commands, HELP } from './commands.ts'
import { ConfigError, readConfig } from './config.ts'
import { lineWriter } from './log.ts'
import { whenHungUp, whenParentGoes } from './parent.ts'
import { isTool, runTool, toolNames } from './tools/index.ts'

/** sysexits.h: starting again is no use before a person has changed something. */
const EX_CONFIG = 78

const now = () => Date.now() * 1000
const print = (text: string) => process.stdout.write(`${text.trimEnd()}\n`)
const say = lineWriter((text) => process.stdout.write(text))

const toPerson = (message: string) => void process.stderr.write(`driftbild edge: ${message.trimEnd()}\n`)
/** A supervisor reads our lines; a person gets a sentence. */
let complain = (message: string) => say({ event: 'log', level: 'error', message })

// A library's timer may throw where nobody waits for it. What was read is on disk; whoever runs us starts us again.
process.on('uncaughtException', (error) => {
  complain(`unexpected: ${error.stack ?? error.message}`)
  process.exit(1)
})

try {
  await main()
} catch (error) {
  complain((error as Error).message)
  process.exit(error instanceof ConfigError || error instanceof UnusableOutbox ? EX_CONFIG : 1)
}

async function main(): Promise<void> {
  if (isTool(process.argv[2])) {
    complain = toPerson
    return await runTool(process.argv.slice(2), now)
  }
  const { values, positionals } = words()
  const [name = 'run'] = positionals
  if (values.help) return void print(HELP)
  if (name !== 'run' || process.stdout.isTTY) {
    complain = toPerson
  }
  const command: Command | 'run' | undefined = name === 'run' ? 'run' : commands[name]
  if (!command) {
    const meant = nearest(name, [...Object.keys(commands), ...toolNames])
    throw new ConfigError(`no command ${name}.${meant ? ` Did you mean ${meant}?` : ''} --help lists them`)
  }
  if (!values.config)
    throw new ConfigError('--config FILE is missing: the site’s configuration. --help says more')
  const read = () => readConfig(values.config!)
  const config = read()
  const code = values.enrol
  if (command !== 'run') {
    return void print(await command({ config, file: values.config, code, json: values.json, now }))
  }
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort())
  whenParentGoes(() => stop.abort())
  const whenToReload = whenHungUp(() => stop.abort())
  // The drivers take a second to load; the other commands do without.
  const { runEdge } = await import('./edge.ts')
  await runEdge({ read, code, environment: process.env, whenToReload, now, say }, stop.signal)
  process.exit(0)
}

function words() {
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
