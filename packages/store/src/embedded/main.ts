import { parseArgs } from 'node:util'
import { startCheckpoints } from './checkpoints.ts'
import { lockFolder } from './folder-lock.ts'
import { Multiplexer } from './multiplexer.ts'
import { type OpenEngine, openEngine } from './open-engine.ts'
import { makePrivateFolder, socketFolder, socketUrl } from './socket-folder.ts'
import { UnusableFolder } from './unusable-folder.ts'

// The embedded engine as a process of its own: `node main.ts --folder DIR`. It speaks JSON lines on its
// standard output, ends when its standard input does, and exits with EXIT_UNUSABLE when starting it again
// would not help.

const EXIT_UNUSABLE = 3
const EXIT_BROKEN = 70
const HEARTBEAT = 1_000
const IDLE_IN_TRANSACTION = 30_000

const say = (line: object): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
const log = (level: 'info' | 'warn' | 'error', text: string, more: object = {}): void =>
  say({ event: 'log', level, message: text, ...more })

process.title = 'driftbild engine'
await run(parseArgs({ options: { folder: { type: 'string' } } }).values.folder)

async function run(folder: string | undefined): Promise<void> {
  if (!folder) throw new Error('--folder is missing: the folder that holds the engine’s data')
  let stopping = false
  // The parent may be gone before there is anything to stop.
  process.stdin
    .resume()
    .on('end', () => stop())
    .on('error', () => stop())
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop())
  process.stdout.on('error', () => stop())

  let engine: OpenEngine | undefined
  let mux: Multiplexer | undefined
  let removeSocket = () => {}
  let stopCheckpoints = () => {}

  async function stop(): Promise<void> {
    if (stopping) return
    stopping = true
    try {
      stopCheckpoints()
      mux?.close()
      await engine?.close()
      removeSocket()
      process.exit(0)
    } catch (error) {
      broken(error as Error)
    }
  }

  function broken(error: Error): void {
    log('error', `the engine broke: ${error.message}`, { output: engine?.lastOutput() })
    process.exit(EXIT_BROKEN)
  }

  try {
    makeFolder(folder)
    lockFolder(folder)
    engine = await openEngine(folder)
  } catch (error) {
    if (!(error instanceof UnusableFolder)) throw error
    log('error', error.message, { code: error.code })
    process.exit(EXIT_UNUSABLE)
  }
  const place = socketFolder(folder)
  removeSocket = place.remove
  mux = new Multiplexer(engine, { idleInTransaction: IDLE_IN_TRANSACTION, onBroken: broken, onLog: log })
  const { server, ownership } = mux
  server.on('error', broken)
  stopCheckpoints = startCheckpoints(engine, ownership, broken)
  server.listen(place.socket, () => say({ event: 'ready', url: socketUrl(place.folder), pid: process.pid }))

  let told = 0
  setInterval(() => {
    say({ event: 'heartbeat', longestHold: Math.round(ownership.longestHold) })
    // Anybody may ask the session for it; nobody's transaction is disturbed.
    if (ownership.owner !== null || ownership.longestHold === told || stopping) return
    told = ownership.longestHold
    mux.run(`set driftbild.longest_hold = '${Math.round(told)}'`).catch(broken)
  }, HEARTBEAT)
}

function makeFolder(folder: string): void {
  try {
    makePrivateFolder(folder)
  } catch (cause) {
    throw new UnusableFolder(
      'not-writable',
      `the folder ${folder} can't be used: ${(cause as Error).message}. Name one that you may write to`,
      { cause },
    )
  }
}
