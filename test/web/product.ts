import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { eventually } from '../chain/process.ts'

/** Driftbild as an operator starts it: one command, one folder, and a terminal to read. */
export interface Product {
  address: string
  data: string
  /** The newest one-time sign-in link that the terminal shows. */
  link(): string
  stop(): Promise<void>
}

const cli = fileURLToPath(new URL('../../apps/cli/bin/driftbild.mjs', import.meta.url))
const LINK = /Sign in once with: (\S+)/g

/** The town of this seed has lamps out and full bins within its first day, so that there is something to do. */
const TOWN = ['--seed', '7', '--history-days', '1']

export async function startProduct(): Promise<Product> {
  const data = mkdtempSync(join(tmpdir(), 'driftbild-web-'))
  const child = spawn(process.execPath, [cli, 'up', ...TOWN], {
    env: { ...process.env, DRIFTBILD_DATA: data, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let terminal = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (terminal += String(piece)))
  const ended = once(child, 'close')
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill('SIGINT')
      await ended
    }
    rmSync(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
  }
  try {
    const address = await eventually(
      () => `Driftbild is up:\n${terminal}`,
      async () => {
        if (child.exitCode !== null) throw new Error(`up ended with ${child.exitCode}:\n${terminal}`)
        return /Driftbild is up: (\S+)\n.*Sign in once/.exec(terminal)?.[1]
      },
    )
    return { address, data, link: () => [...terminal.matchAll(LINK)].at(-1)![1]!, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
