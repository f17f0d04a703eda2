import { expect, test } from 'vitest'
import { fieldsOf, securitiesFor, withField } from './channel-fields.ts'

test('mail goes unencrypted to this machine only', () => {
  expect(securitiesFor('smtp.example.se')).toEqual(['tls', 'starttls'])
  for (const host of ['localhost', ' 127.0.0.1', '::1']) expect(securitiesFor(host)).toContain('none')
})

test('the usual port follows the way of encryption; one that was typed stays', () => {
  const starttls = withField(fieldsOf.mail, 'security', 'starttls')
  expect(starttls.port).toBe('587')
  const typed = withField(withField(starttls, 'port', '2525'), 'security', 'tls')
  expect(typed.port).toBe('2525')
})

test('a server elsewhere takes back what only this machine may', () => {
  const here = withField(withField(fieldsOf.mail, 'host', 'localhost'), 'security', 'none')
  expect(here).toMatchObject({ security: 'none', port: '25' })
  expect(withField(here, 'host', 'smtp.example.se')).toMatchObject({ security: 'tls', port: '465' })
})
