import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { eventually } from './process.ts'

const cli = fileURLToPath(new URL('../../apps/cli/bin/driftbild.mjs', import.meta.url))

/** A command line of an operator, running. */
export interface Command {
  pid: number
  /** Everything that it has written so far. */
  output(): string
  /** Its exit code; null where a signal ended it. */
  ended: Promise<number | null>
  /** As Ctrl-C does. */
  stop(): Promise<void>
}

export function driftbild(args: readonly string[], env: NodeJS.ProcessEnv): Command {
  const child = spawn(process.execPath, [cli, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (output += String(piece)))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return {
    pid: child.pid!,
    output: () => output,
    ended,
    async stop() {
      child.kill('SIGINT')
      await ended
    },
  }
}

export interface Up {
  command: Command
  address: string
  databaseUrl: string
  /** Signs in once, as who administers everything. */
  signInLink: string
}

/** `driftbild up` without a town, in a folder and on a port of its own. */
export async function upWithoutTown(dataFolder: string): Promise<Up> {
  const env = { ...process.env, DRIFTBILD_DATA: dataFolder, PORT: '0' }
  const command = driftbild(['up', '--no-town'], env)
  let ended = false
  void command.ended.then(() => (ended = true))
  await eventually(
    () => `Driftbild is up:\n${command.output()}`,
    async () => {
      if (ended) throw new Error(`Driftbild did not come up:\n${command.output()}`)
      return command.output().includes('Driftbild is up')
    },
  )
  const running = JSON.parse(readFileSync(join(dataFolder, 'running.json'), 'utf8')) as {
    address: string
    databaseUrl: string
  }
  const signInLink = /Sign in once with: (\S+)/.exec(command.output())?.[1]
  if (!signInLink) throw new Error(`no sign-in link in:\n${command.output()}`)
  return { command, address: running.address, databaseUrl: running.databaseUrl, signInLink }
}
