import { parseCommandLine } from './command-line.ts'
import { startReplay } from './replay/start-replay.ts'

/** A mistake that starting again won't put right. */
const GIVE_UP = 78
const PROGRESS_EVERY = 1000

const say = (event: string, rest: Record<string, unknown> = {}): void => {
  process.stdout.write(`${JSON.stringify({ event, ...rest })}\n`)
}
const log = (level: 'info' | 'warn' | 'error', message: string): void => say('log', { level, message })
// Standard output carries one event a line; what libraries print goes beside it.
console.log = console.error
console.info = console.error

const now = () => Date.now() * 1000

interface Running {
  stop(): Promise<void>
}

async function replay(
  options: Extract<ReturnType<typeof parseCommandLine>, { command: 'replay' }>['options'],
) {
  const startedAt = performance.now()
  const running = await startReplay({ ...options, now, log })
  const { summary, counts, refusals, ignored, laterHourRows } = running
  for (const { file, line, column, reason, text } of refusals) {
    log('warn', `${file}:${line}: ${[reason, column, text && `"${text}"`].filter(Boolean).join(' ')}`)
  }
  const { signals, ...total } = summary
  say('ready', { ...running.files, summary: running.files.summary, total, counts, laterHourRows, ignored })
  const progress = () =>
    say('progress', {
      done: running.served() / summary.count,
      served: running.served(),
      message: `${running.served()} of ${summary.count} values of ${Object.keys(signals).length} signals`,
    })
  let told = -1
  const telling = setInterval(() => {
    if (running.served() === told) return
    told = running.served()
    progress()
  }, PROGRESS_EVERY)
  void running.finished.then(() => {
    clearInterval(telling)
    progress()
    say('finished', { ...total, seconds: (performance.now() - startedAt) / 1000 })
  })
  return running
}

async function start(args: readonly string[]): Promise<Running> {
  const { command, options } = parseCommandLine(args)
  if (command === 'replay') return replay(options)
  // Loaded when it is wanted: a replay needs no hydraulics.
  const { runTown } = await import('./run-town.ts')
  const town = await runTown({
    ...options,
    historyDays: options['history-days'],
    weatherPort: options['weather-port'],
    now,
    log,
  })
  say('ready', { name: town.name, devices: town.devicesFile })
  return town
}

let running: Running | undefined
let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  await running?.stop()
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
// The pipe closes with the parent, however it ends.
process.stdin.on('end', stop).on('error', stop).resume()
process.stdout.on('error', stop)
process.on('uncaughtException', (error) => {
  log('error', error.message)
  console.error(error)
  process.exit(1)
})

try {
  running = await start(process.argv.slice(2))
  if (stopping) await running.stop()
} catch (error) {
  const { message, code } = error as NodeJS.ErrnoException
  log('error', message)
  // What the system refused (a full disk, no descriptors left) it may grant later.
  process.exit(/^E[A-Z]+$/.test(code ?? '') && code !== 'ENOENT' ? 1 : GIVE_UP)
}
