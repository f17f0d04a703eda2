import { expect, test } from 'vitest'
import { ProblemResponse } from '../data/http.ts'
import { verdictOn, waitAfter } from './verdict.ts'

const answered = (status: number) => verdictOn(new ProblemResponse({ status, code: 'x' }))

test.each([0, 408, 421, 429, 502, 503])('%i passes, and holds everything until then', (status) => {
  expect(answered(status)).toEqual({ is: 'later', holdsAll: true })
})

test('what only the centre’s own mistake holds up lets the rest through', () => {
  expect(answered(500)).toEqual({ is: 'later', holdsAll: false })
})

test('a session that has ended refuses nothing', () => {
  expect(answered(401)).toEqual({ is: 'signed-out' })
})

test.each([400, 403, 404, 409, 413, 422])('%i is a no, and is kept with its reason', (status) => {
  expect(answered(status)).toMatchObject({ is: 'refused', refusal: { status, code: 'x' } })
})

test('a request that was given up is no answer', () => {
  expect(verdictOn(new DOMException('late', 'TimeoutError'))).toEqual({ is: 'later', holdsAll: true })
})

test('waiting doubles from two seconds to five minutes', () => {
  expect([1, 2, 3, 4].map((failures) => waitAfter(failures, 0.5))).toEqual([2000, 4000, 8000, 16_000])
  expect(waitAfter(50, 0.5)).toBe(300_000)
  expect(waitAfter(1, 0)).toBeLessThan(waitAfter(1, 1))
})
