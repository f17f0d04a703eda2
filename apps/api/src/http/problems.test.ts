import { expect, test } from 'vitest'
import { newApp } from './app-env.ts'
import { answerError } from './problems.ts'

async function answerTo(error: Error): Promise<{ response: Response; lines: string[] }> {
  const lines: string[] = []
  const app = newApp()
  app.onError((thrown, c) => answerError(thrown, c, (level, message) => lines.push(`${level}: ${message}`)))
  app.get('/it', () => {
    throw error
  })
  return { response: await app.request('/it'), lines }
}

const failure = (code: string, message: string) => Object.assign(new Error(message), { code })

test.each([
  [
    'a database whose disk is full',
    failure('53100', 'could not extend file: No space left on device'),
    'disk-full',
    '10',
  ],
  ['a database that is away', failure('ECONNREFUSED', 'connect ECONNREFUSED'), 'database-away', '2'],
  [
    'one that is away behind an error that names it',
    new Error('the database at … does not answer', { cause: failure('ENOENT', 'no socket') }),
    'database-away',
    '2',
  ],
])('%s is no bug: whoever asked may ask again', async (_, error, code, after) => {
  const { response, lines } = await answerTo(error)
  expect([response.status, response.headers.get('retry-after'), await response.json()]).toMatchObject([
    503,
    after,
    { code },
  ])
  expect(lines).toEqual([expect.stringMatching(/^warn: GET \/it found no (room|database): /)])
})

test('anything else is one, is logged whole, and tells nobody what is inside', async () => {
  const { response, lines } = await answerTo(new Error('secret of the house'))
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('secret')
  expect(lines).toEqual(['error: GET /it failed: secret of the house'])
})
