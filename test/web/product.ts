import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Driftbild as an operator starts it: one command, one folder, and a terminal to read. */
export interface Product {
  address: string
  data: string
  /** The newest one-time sign-in link that the terminal shows. */
  link(): string
  stop(): Promise<void>
}

const cli = fileURLToPath(new URL('../../apps/cli/bin/driftbild.mjs', import.meta.url))
const UP = /Driftbild is up: (\S+)\n.*Sign in once with: \S+\n/
const LINK = /Sign in once with: (\S+)/g

/** The town of this seed has full bins within its first day, whatever the season, so that there is something to do. */
const TOWN = ['--seed', '7', '--history-days', '1']

export async function startProduct(): Promise<Product> {
  const data = mkdtempSync(join(tmpdir(), 'driftbild-web-'))
  const child = spawn(process.execPath, [cli, 'up', ...TOWN], {
    env: { ...process.env, DRIFTBILD_DATA: data, DATABASE_URL: '', PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let terminal = ''
  const up = Promise.withResolvers<string>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece) => {
      terminal += String(piece)
      const said = UP.exec(terminal)
      if (said) up.resolve(said[1]!)
    })
  }
  const ended = once(child, 'close')
  const giveUp = (why: string) => up.reject(new Error(`${why}:\n${terminal}`))
  void ended.then(() => giveUp('up ended'))
  const patience = setTimeout(() => giveUp('Driftbild is not up yet'), 150_000)
  const stop = async () => {
    if (child.exitCode === null) child.kill('SIGINT')
    await ended
    rmSync(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
  }
  try {
    const address = await up.promise
    return { address, data, link: () => [...terminal.matchAll(LINK)].at(-1)![1]!, stop }
  } catch (error) {
    await stop()
    throw error
  } finally {
    clearTimeout(patience)
  }
}
