import { afterEach, expect, test, vi } from 'vitest'
import { getJson, ProblemResponse, query } from './http.ts'

afterEach(() => vi.unstubAllGlobals())

const answers = (response: Response | Error) =>
  vi.stubGlobal('fetch', async () => {
    if (response instanceof Error) throw response
    return response
  })

test('a problem keeps its code, what it is about and its numbers', async () => {
  const body = { type: 'x', title: 'x', status: 409, code: 'both-have-orders', context: { orders: [1, 2] } }
  answers(new Response(JSON.stringify(body), { status: 409 }))
  const problem = await getJson('/api/x').catch((error: unknown) => error)
  expect(problem).toBeInstanceOf(ProblemResponse)
  expect(problem).toMatchObject({ status: 409, code: 'both-have-orders', context: { orders: [1, 2] } })
})

test('an answer that is no problem document is unexpected, with its status', async () => {
  answers(new Response('<html>', { status: 502 }))
  await expect(getJson('/api/x')).rejects.toMatchObject({ status: 502, code: 'unexpected' })
})

test('no answer at all is being offline', async () => {
  answers(new TypeError('Failed to fetch'))
  await expect(getJson('/api/x')).rejects.toMatchObject({ status: 0, code: 'offline' })
})

test('query text leaves out what is not set', () => {
  expect(query({ q: 'pump 3', zone: null, state: undefined, class: '', limit: 8 })).toBe('?q=pump+3&limit=8')
  expect(query({})).toBe('')
})
