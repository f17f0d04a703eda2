import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { environmentNames } from '@driftbild/api'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const infra = fileURLToPath(new URL('../infra/', import.meta.url))
const read = (name: string): string => readFileSync(infra + name, 'utf8')
const readme = read('README.md')
const units = ['driftbild-api.service', 'driftbild-edge.service']

/** Settings of ours that a text sets or names; `HOST` and `PORT` only where they are set. */
const namesIn = (text: string): string[] => [
  ...new Set([
    ...[...text.matchAll(/\b(?:DRIFTBILD_[A-Z_]+|DATABASE_URL)\b/g)].map(([name]) => name),
    ...[...text.matchAll(/\b(HOST|PORT)=/g)].map((match) => match[1]!),
  ]),
]

describe('every setting that infra names is one that the centre knows', () => {
  test.each(['README.md', 'Containerfile', 'driftbild-api.service', 'Caddyfile', 'compose.yaml'])(
    '%s',
    (file) => {
      expect(namesIn(read(file)).filter((name) => !environmentNames.includes(name))).toEqual([])
    },
  )

  test('and the other way round: the README says what each of them is', () => {
    expect(environmentNames.length).toBeGreaterThan(5)
    expect(environmentNames.filter((name) => !readme.includes(`\`${name}\``))).toEqual([])
  })

  test('the edge reads none', () => {
    expect(namesIn(read('driftbild-edge.service'))).toEqual([])
  })
})

describe('the database’s container', () => {
  interface Compose {
    services: Record<
      string,
      {
        image: string
        ports: string[]
        environment: Record<string, string>
        command: string[]
        secrets: string[]
      }
    >
    secrets: Record<string, { file: string }>
    volumes: Record<string, unknown>
  }
  const { services, secrets, volumes } = parse(read('compose.yaml')) as Compose
  const db = services.db!

  test('is of one version, listens on loopback only, and has no password of its own', () => {
    expect(db.image).toMatch(/^timescale\/timescaledb:\d+\.\d+\.\d+-pg17$/)
    expect(db.ports).toEqual(['127.0.0.1:5432:5432'])
    expect(db.environment).not.toHaveProperty('POSTGRES_PASSWORD')
    expect(db.environment.POSTGRES_PASSWORD_FILE).toBe(`/run/secrets/${db.secrets[0]}`)
    expect(secrets[db.secrets[0]!]!.file).toBe('./db-password')
    expect(db.command.join(' ')).toContain('shared_preload_libraries=timescaledb')
    expect(volumes).toHaveProperty('db')
  })

  test('is the one that the README’s DATABASE_URL names', () => {
    const { POSTGRES_USER: user, POSTGRES_DB: name } = db.environment
    expect(readme).toContain(`DATABASE_URL=postgresql://${user}:PASSWORD@127.0.0.1:5432/${name}`)
  })
})

describe.each(units)('%s', (name) => {
  const unit = read(name)
  const setting = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1]

  test('starts what the bundle holds, is not started again where that is no use, and runs as nobody', () => {
    expect(setting('ExecStart')).toMatch(/^\/usr\/bin\/node \/opt\/driftbild\/(api|edge)\.mjs/)
    expect(setting('RestartPreventExitStatus')).toBe('78')
    expect([setting('DynamicUser'), setting('ProtectSystem')]).toEqual(['yes', 'strict'])
    expect(readme).toContain(`/var/lib/${setting('StateDirectory')}`)
  })

  test('is understood by systemd', ({ skip }) => {
    if (spawnSync('systemd-analyze', ['--version']).status !== 0) skip('there is no systemd-analyze here')
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', infra + name], { encoding: 'utf8' })
    // A machine that only tests need not have Node where a server has it.
    const said = stderr.split('\n').filter((line) => line !== '' && !line.includes('is not executable'))
    expect([said, status === 0 || stderr.includes('is not executable')]).toEqual([[], true])
  })
})

test('an edge takes up the file that it was started with', () => {
  const unit = read('driftbild-edge.service')
  const started = /^ExecStart=(\S+ \S+) (--config \S+)/m.exec(unit)!
  expect(unit).toContain(`\nExecReload=${started[1]} reload ${started[2]}\n`)
})

test('the proxy passes on to where the centre listens', () => {
  const port = /`HOST`, `PORT` .*`127\.0\.0\.1`, `(\d+)`/.exec(readme)![1]
  expect(read('Caddyfile')).toContain(`reverse_proxy 127.0.0.1:${port}`)
})
