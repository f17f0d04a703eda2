import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MemberRole } from '@driftbild/core'
import { driftbild } from '../chain/driftbild.ts'
import { eventually } from '../chain/process.ts'

/** Driftbild as an operator starts it: one command, one folder, and a terminal to read. */
export interface Product {
  address: string
  /** The newest one-time sign-in link that the terminal shows. */
  link(): string
  /** Makes somebody with this role known; answers the one-time link that lets them in. */
  invite(role: MemberRole): Promise<string>
  /** Ends the centre's process as a power cut would; it is started again by itself. */
  killApi(): void
  /** The centre's process takes what it is sent and answers nothing, until it goes on. */
  hangApi(): { goOn: () => void }
  stop(): Promise<void>
}

/** The town of this seed has full bins within its first day, whatever the season, so that there is something to do. */
const TOWN = ['--seed', '7', '--history-days', '1']
const UP = /Driftbild is up: (\S+)\n.*Sign in once with: \S+\n/

export async function startProduct(): Promise<Product> {
  const data = mkdtempSync(join(tmpdir(), 'driftbild-web-'))
  const env = { ...process.env, DRIFTBILD_DATA: data, DATABASE_URL: '', PORT: '0' }
  const up = driftbild(['up', ...TOWN], env)
  let ended = false
  void up.ended.then(() => (ended = true))
  const stop = async () => {
    await up.stop()
    rmSync(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
  }
  try {
    const address = await eventually(
      () => `Driftbild is up:\n${up.output()}`,
      async () => {
        if (ended) throw new Error(`Driftbild did not come up:\n${up.output()}`)
        return UP.exec(up.output())?.[1]
      },
    )
    return {
      address,
      link: () => lastLinkIn(up.output()),
      async invite(role) {
        const person = ['--email', `${role}@norrvik.example`, '--role', role, '--municipality', '9999']
        const command = driftbild(['invite', ...person], env)
        await command.ended
        return lastLinkIn(command.output())
      },
      killApi: () => process.kill(apiOf(up.pid), 'SIGKILL'),
      hangApi() {
        const api = apiOf(up.pid)
        process.kill(api, 'SIGSTOP')
        return { goOn: () => process.kill(api, 'SIGCONT') }
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The process that answers HTTP, among those below this one. */
function apiOf(parent: number): number {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ')
  const api = children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('/apps/api/'))
  if (!api) throw new Error(`process ${parent} has no api below it`)
  return Number(api)
}

function lastLinkIn(output: string): string {
  const link = output.match(/http:\S+\/magic-link\/\S+/g)?.at(-1)
  if (!link) throw new Error(`no sign-in link in:\n${output}`)
  return link
}
