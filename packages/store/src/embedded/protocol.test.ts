import { describe, expect, test } from 'vitest'
import { CopyGathering, copyInResponse, isCopyIn } from './copy-gathering.ts'
import { Ownership } from './ownership.ts'
import { FrameReader, frames, message, query, readCstring, sync } from './protocol.ts'
import { ownStatementNames } from './statement-names.ts'

const startup = (code: number): Buffer => {
  const buffer = Buffer.alloc(8)
  buffer.writeInt32BE(8, 0)
  buffer.writeInt32BE(code, 4)
  return buffer
}

describe('framing', () => {
  test.each([1, 2, 3, 5, 7, 64, 100_000])(
    'gives the same messages when %i bytes arrive at a time',
    (size) => {
      const sent = [
        query('select 1'),
        sync(),
        query('x'.repeat(20_000)),
        message('d', Buffer.alloc(0)),
        sync(),
      ]
      const bytes = Buffer.concat([startup(80877103), startup(196608), ...sent])
      const reader = new FrameReader()
      const requests: string[] = []
      const got: Buffer[] = []
      for (let i = 0; i < bytes.length; i += size) {
        reader.push(bytes.subarray(i, i + size))
        while (requests.length < 2) {
          const request = reader.nextStartup()
          if (request === null) break
          requests.push(request)
        }
        if (requests.length < 2) continue
        for (let frame = reader.next(); frame; frame = reader.next()) got.push(Buffer.from(frame))
      }
      expect(requests).toEqual(['ssl', 'startup'])
      expect(got).toEqual(sent)
    },
  )

  test('cuts an answer into its messages', () => {
    const parts = [message('C', Buffer.from('a\0')), message('Z', Buffer.from('I'))]
    expect([...frames(Buffer.concat(parts))]).toEqual(parts)
  })
})

describe('statement names', () => {
  const { rename, all } = ownStatementNames('c7_')

  test('get the client’s prefix wherever they are named', () => {
    const parse = rename(message('P', Buffer.from('a\0select 1\0\0\0')))
    expect(readCstring(parse, 5)).toEqual(['c7_a', 10])
    expect(parse.readInt32BE(1)).toBe(parse.length - 1)
    const bind = rename(message('B', Buffer.from('portal\0a\0\0\0')))
    expect(bind.toString('latin1')).toContain('portal\0c7_a\0')
    expect(rename(message('C', Buffer.from('Sa\0')))).toEqual(message('C', Buffer.from('Sc7_a\0')))
    expect([...all]).toEqual(['c7_a'])
  })

  test('are left alone where there is none, and portals always', () => {
    for (const frame of [
      message('P', Buffer.from('\0select 1\0\0\0')),
      message('B', Buffer.from('\0\0\0\0')),
      message('D', Buffer.from('Pa\0')),
      message('E', Buffer.from('\0\0\0\0\0')),
    ]) {
      expect(rename(frame)).toEqual(frame)
    }
  })
})

describe('COPY', () => {
  test.each([
    ['copy t from stdin', true],
    ['  COPY t (a, b)\n from STDIN (format binary)', true],
    ['copy t to stdout', false],
    ['select 1', false],
  ])('%s: is it from the client? %s', (sql, expected) => {
    expect(isCopyIn(sql)).toBe(expected)
  })

  test('is gathered into one buffer, without the Syncs between', () => {
    const gathering = new CopyGathering(query('copy t from stdin'))
    expect(gathering.add(message('d', Buffer.from('1\n')))).toBeNull()
    expect(gathering.add(sync())).toBeNull()
    const whole = gathering.add(message('c'))
    expect([...frames(whole!)].map((frame) => String.fromCharCode(frame[0]!)).join('')).toBe('Qdc')
    expect(copyInResponse('copy t from stdin (format binary)')[5]).toBe(1)
  })
})

describe('ownership', () => {
  test('goes round in the order it was asked for', async () => {
    const ownership = new Ownership<string>()
    const order: string[] = []
    await ownership.acquire('a')
    await ownership.acquire('a')
    for (const client of ['b', 'c']) void ownership.acquire(client).then(() => order.push(client))
    ownership.release('c')
    expect(ownership.owner).toBe('a')
    ownership.release('a')
    await Promise.resolve()
    expect([ownership.owner, order]).toEqual(['b', ['b']])
    ownership.release('b')
    await Promise.resolve()
    ownership.release('c')
    expect([ownership.owner, order]).toEqual([null, ['b', 'c']])
    expect(ownership.longestHold).toBeGreaterThan(0)
  })
})
