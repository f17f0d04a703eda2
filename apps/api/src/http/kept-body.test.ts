import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { encodingFor, keptBody } from './kept-body.ts'

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0.5', 'br'],
  ['gzip;q=0.0', null],
  ['identity', null],
  [undefined, null],
])('a client that accepts %s gets %s', (accepted, encoding) => {
  expect(encodingFor(accepted)).toBe(encoding)
})

test('encoded it is smaller, and itself again', async () => {
  const plain = new Uint8Array(5_000).map((_, i) => i % 7)
  const tile = keptBody(plain)
  const [br, gzip] = [await tile.encoded('br'), await tile.encoded('gzip')]
  expect(br!.length).toBeLessThan(plain.length)
  expect(new Uint8Array(brotliDecompressSync(br!))).toEqual(plain)
  expect(new Uint8Array(gunzipSync(gzip!))).toEqual(plain)
  expect(keptBody(new Uint8Array(20)).encoded('br')).toBeNull()
})
