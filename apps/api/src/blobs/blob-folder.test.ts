import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openBlobs } from './blob-folder.ts'

const content = new TextEncoder().encode('en bild av ett lock som saknas')
const hash = createHash('sha256').update(content).digest('hex')
const file = { municipality: '9999', hash, sender: 'u1' }
const total = content.byteLength

function blobs() {
  const folder = mkdtempSync(join(tmpdir(), 'driftbild-blobs-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return openBlobs(folder)
}

test('a file comes in pieces, is there when it is whole, and only for its municipality', async () => {
  const kept = blobs()
  expect(await kept.received(file)).toEqual({ received: 0, complete: false })
  expect(await kept.add(file, { from: 0, total, bytes: content.subarray(0, 10) })).toEqual({
    received: 10,
    complete: false,
  })
  expect(await kept.find('9999', hash)).toBeNull()
  expect(await kept.add(file, { from: 10, total, bytes: content.subarray(10) })).toEqual({
    received: total,
    complete: true,
  })
  const found = (await kept.find('9999', hash))!
  expect(readFileSync(found.path)).toEqual(Buffer.from(content))
  expect(await kept.find('2580', hash)).toBeNull()
})

test('a piece that is sent twice, or too early, changes nothing and says how far it has come', async () => {
  const kept = blobs()
  const first = { from: 0, total, bytes: content.subarray(0, 10) }
  await kept.add(file, first)
  expect(await kept.add(file, first)).toEqual({ received: 10, complete: false })
  expect(await kept.add(file, { from: 20, total, bytes: content.subarray(20) })).toMatchObject({
    received: 10,
  })
  await Promise.all([
    kept.add(file, { from: 10, total, bytes: content.subarray(10) }),
    kept.add(file, { from: 10, total, bytes: content.subarray(10) }),
  ])
  expect(await kept.received(file)).toEqual({ received: total, complete: true })
})

test('what is not the file that it is called is not kept', async () => {
  const kept = blobs()
  expect(await kept.add(file, { from: 0, total: 3, bytes: content.subarray(0, 3) })).toBeNull()
  expect(await kept.received(file)).toEqual({ received: 0, complete: false })
})

test('two people may send the same file', async () => {
  const kept = blobs()
  await kept.add(file, { from: 0, total, bytes: content.subarray(0, 10) })
  const other = { ...file, sender: 'u2' }
  expect(await kept.received(other)).toEqual({ received: 0, complete: false })
  await kept.add(other, { from: 0, total, bytes: content })
  expect(await kept.add(file, { from: 10, total, bytes: content.subarray(10) })).toEqual({
    received: total,
    complete: true,
  })
})

test('parts that nobody goes on with are forgotten, others and whole files are not', async () => {
  const kept = blobs()
  const whole = { ...file, municipality: '2580' }
  await kept.add(whole, { from: 0, total, bytes: content })
  await kept.add(file, { from: 0, total, bytes: content.subarray(0, 10) })
  expect(await kept.forgetParts(Date.now() - 60_000)).toBe(0)
  expect(await kept.received(file)).toEqual({ received: 10, complete: false })
  expect(await kept.forgetParts(Date.now() + 60_000)).toBe(1)
  expect(await kept.received(file)).toEqual({ received: 0, complete: false })
  expect(await kept.find('2580', hash)).not.toBeNull()
})

test('where nothing ever came there is nothing to forget', async () => {
  expect(await blobs().forgetParts(Date.now())).toBe(0)
})
