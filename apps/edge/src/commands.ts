import { listSetAside, outboxStatus } from '@driftbild/collectors/status'
import { formatTime, type Micros } from '@driftbild/core'
import { enrol } from './centre.ts'
import { ConfigError, type EdgeConfig, outboxPath } from './config.ts'
import { writeKey } from './key.ts'
import { reloadRunning } from './reload-running.ts'
import { edgeStatus } from './status.ts'
import { statusText } from './status-text.ts'

export const HELP = `Reads one site's devices and hands their readings to the centre.

  edge --config FILE [--enrol CODE]   collect and upload; with a one-time code where there is no key yet
  edge enrol --config FILE --enrol CODE
                                      only turn the code into a key
  edge check --config FILE            look for mistakes in the configuration
  edge browse ENDPOINT                look through an OPC UA server: its nodes, their values and units
  edge map --config FILE --device ID --node NODEID --signal KEY --role ROLE
                                      put a node into the configuration, after having read it once
  edge test --config FILE [--device ID]
                                      read each signal once; nothing is kept
  edge status --config FILE [--json]  which devices answer, what waits on disk, what the centre has
  edge reload --config FILE           have the running edge take up what changed in the configuration
  edge set-aside --config FILE [--json]
                                      what the centre refused, and why
  edge resend --config FILE           send that again, while the edge is stopped

"edge browse --help", "edge map --help" and "edge test --help" say more.
`

interface Request {
  config: EdgeConfig
  /** The configuration's. */
  file: string
  code: string | undefined
  json: boolean
  now: () => Micros
}

/** Does what a person asked for once and gives what to print. */
export type Command = (request: Request) => string | Promise<string>

/** What an edge can do besides running. A new one is a line here and in the help. */
export const commands: Readonly<Record<string, Command>> = {
  check: ({ config, file }) => `${file}: ${config.devices.length} devices, no mistakes`,
  status({ config, json, now }) {
    const status = edgeStatus(config)
    if (!status) return `nothing was collected in ${config.folder} yet`
    return json ? JSON.stringify(status) : statusText(status, now())
  },
  reload: ({ config }) => reloadRunning(config),
  async enrol({ config, code }) {
    if (!code) throw new ConfigError('enrol needs --enrol CODE')
    const answer = await enrol(config.api, code, config.name, new AbortController().signal)
    if (!('value' in answer)) {
      const { enrolmentProblem, isCodeRefused } = await import('./enrolment.ts')
      const kind = isCodeRefused(answer) ? ConfigError : Error
      throw new kind(enrolmentProblem(answer))
    }
    writeKey(config.key!, answer.value)
    return `enrolled as collector ${answer.value.collector}; the key is in ${config.key}`
  },
  'set-aside'({ config, json }) {
    const path = outboxPath(config)
    const listed = listSetAside(path, SHOWN)
    if (json) return JSON.stringify(listed)
    const count = outboxStatus(path)?.setAside ?? 0
    if (count === 0) return 'nothing is set aside'
    const lines = listed.map(
      ({ at, signals, time, text, problem }) =>
        `${formatTime(at)}  ${signals.join(', ')} ${text} of ${formatTime(time)}\n  ${problem}`,
    )
    if (count > listed.length) lines.push(`and ${count - listed.length} more`)
    return [
      `the centre refused ${count} entries; they are kept in ${path}`,
      ...lines,
      'When the cause is gone, stop the edge and run "edge resend".',
    ].join('\n')
  },
  async resend({ config, now }) {
    const path = outboxPath(config)
    if (!outboxStatus(path)) return `nothing was collected in ${config.folder} yet`
    const { Outbox } = await import('@driftbild/collectors')
    const outbox = new Outbox({ path, now, log: () => undefined })
    try {
      const count = outbox.sendAgain()
      return count === 0 ? 'nothing is set aside' : `${count} entries are sent again when the edge runs`
    } finally {
      outbox.close()
    }
  },
}

/** Of what was set aside, by name. */
const SHOWN = 100
