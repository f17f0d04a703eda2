import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listAudit } from '@driftbild/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Centre, startCentre } from '../chain/centre.ts'
import { signIn } from '../chain/client.ts'
import { WATERSIDE, waterside } from '../chain/waterside.ts'

// People are made known by the real command beside a centre that runs, and sign in to it.

const root = fileURLToPath(new URL('../..', import.meta.url))

let centre: Centre
let address: string

beforeAll(async () => {
  centre = await startCentre(waterside)
  address = centre.address
})
afterAll(() => centre?.stop())

async function driftbild(words: readonly string[], env: Record<string, string> = centre.environment) {
  const child = spawn(process.execPath, [join(root, 'apps/cli/bin/driftbild.mjs'), ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (output += String(piece)))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}

const linkIn = (output: string): string => /http:\/\/\S+/.exec(output)![0]
const kim = ['invite', '--email', 'Kim@norrvik.example', '--municipality', WATERSIDE]

interface Me {
  user: { email: string; name: string }
  memberships: { role: string; service: string | null }[]
}

test('somebody who is invited signs in once by the link, and may do what was said', async () => {
  const { code, output } = await driftbild([...kim, '--role', 'crew', '--service', 'water', '--name', 'Kim'])
  expect([code, output.split('\n')[0]]).toEqual([0, 'Kim@norrvik.example is added crew for water in 9998.'])
  const client = await signIn(address, linkIn(output))
  expect(await client.get<Me>('/api/me')).toMatchObject({
    user: { email: 'kim@norrvik.example', name: 'Kim' },
    memberships: [{ role: 'crew', service: 'water' }],
  })
  await expect(signIn(address, linkIn(output))).rejects.toThrow('the link gave no session')
})

test('the audit log says who was given what, by an opaque id', async () => {
  const [entry] = await centre.db.transaction({ municipality: WATERSIDE, role: 'api' }, (tx) => listAudit(tx))
  expect(entry).toMatchObject({
    by: 'operator',
    what: 'member-added',
    detail: { role: 'crew', service: 'water' },
  })
  expect(JSON.stringify(entry)).not.toMatch(/kim/i)
})

test('who is known already gets another role, and a new link when the old one is lost', async () => {
  const again = await driftbild([...kim, '--role', 'planner'])
  expect(again.output).toContain('known already, and is now planner for 9998.')
  const link = await driftbild(['sign-in-link', '--email', 'kim@norrvik.example'])
  expect(link.code).toBe(0)
  const me = await (await signIn(address, linkIn(link.output))).get<Me>('/api/me')
  expect(me.memberships.map(({ role }) => role).sort()).toEqual(['crew', 'planner'])
})

test('without an address the link is the administrator’s, found by the data folder of what is up', async () => {
  const data = join(centre.folder, 'up')
  mkdirSync(join(data, 'api'), { recursive: true })
  const running = { address, databaseUrl: centre.environment.DATABASE_URL!, pid: process.pid }
  writeFileSync(join(data, 'running.json'), JSON.stringify(running))
  const { code, output } = await driftbild(['sign-in-link'], { DRIFTBILD_DATA: data })
  expect(code).toBe(0)
  const me = await (await signIn(address, linkIn(output))).get<Me>('/api/me')
  expect(me.memberships.map(({ role }) => role).sort()).toEqual(['admin', 'engineer'])
})

test.each([
  [
    ['sign-in-link', '--email', 'nobody@norrvik.example'],
    78,
    /nobody is known by nobody@.*\n +driftbild invite/,
  ],
  [
    [...kim.slice(0, 3), '--municipality', '0114', '--role', 'crew'],
    78,
    /no municipality 0114\n +There are: 9998/,
  ],
  [[...kim, '--role', 'boss'], 1, /Allowed choices are engineer, crew, planner, admin/],
  [['invite', '--email', 'kim', '--role', 'crew', '--municipality', WATERSIDE], 1, /reads name@example\.se/],
])('%j is a mistake, and says which', async (words, expected, message) => {
  expect(await driftbild(words)).toEqual({ code: expected, output: expect.stringMatching(message) })
})

test('without anything that is up it says how to start it', async () => {
  const { code, output } = await driftbild(['sign-in-link'], { DRIFTBILD_DATA: join(centre.folder, 'empty') })
  expect([code, output]).toEqual([78, expect.stringMatching(/no Driftbild is up with .*empty\n +Start it/)])
})
