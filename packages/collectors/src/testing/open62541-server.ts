import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startChild } from './child.ts'
import { temporaryFolder } from './temporary.ts'

const SOURCE = fileURLToPath(new URL('open62541-server.c', import.meta.url))

/** One that was built elsewhere, as a command line that a port is added to. */
const given = process.env.DRIFTBILD_OPEN62541?.split(' ')
const libraries = ['-lopen62541', '-lpthread']

/** Whether there is one to run: a server is given, or can be built with Debian 13's libopen62541-1.4-dev. */
export const hasOpen62541 = (): boolean =>
  given !== undefined || spawnSync('cc', ['-fsyntax-only', SOURCE], { stdio: 'ignore' }).status === 0

export async function open62541Server(port: number): Promise<void> {
  const [program, ...args] = given ?? [build()]
  // Its log comes on the same way.
  await startChild(program!, [...args, String(port)], (line) => line === 'started')
}

function build(): string {
  const program = join(temporaryFolder(), 'open62541-server')
  const { status, stderr } = spawnSync('cc', ['-O2', '-o', program, SOURCE, ...libraries])
  if (status !== 0) throw new Error(`open62541's server can't be built: ${stderr}`)
  return program
}
