import { loadMessages, locales } from '@driftbild/words'
import { expect, test } from 'vitest'
import { packed } from '../../apps/web/build/words-plugin.ts'

test.each(locales)('what a page is sent of %s is what its file says, in fewer bytes', async (locale) => {
  const messages = await loadMessages(locale)
  const code = packed(messages)
  const { default: sent } = await import(`data:text/javascript,${encodeURIComponent(code)}`)
  expect(Object.keys(sent).length).toBeGreaterThan(1000)
  expect(sent).toEqual({ ...messages })
  expect(code.length).toBeLessThan(0.85 * JSON.stringify(messages).length)
})

test('a message of two lines is no message that can be packed', () => {
  expect(() => packed({ a: 'one\ntwo' })).toThrow('two lines')
})
