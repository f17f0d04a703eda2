import { expect, test } from 'vitest'
import { parseJson } from './json-text.ts'

test.each([
  ['{"a": [1, {"b": null}], "c": "x"}', { a: [1, { b: null }], c: 'x' }],
  ['{"a": {"b": 1}, "c": {"b": 2}}', { a: { b: 1 }, c: { b: 2 } }],
  ['{"a": "\\"a\\": {[", "b": ["a", "a"]}', { a: '"a": {[', b: ['a', 'a'] }],
])('%s is JSON', (text, value) => {
  expect(parseJson(text)).toEqual({ value })
})

test.each([
  ['a: 1'],
  [''],
  ['{"a": 1,}'],
  ['{"a": 1, "a": 1}'],
  ['{"a": 1, "b": {"a": 2}, "a": 3}'],
  ['[{"a": 1, "\\u0061": 2}]'],
])('%s is none, or says two things', (text) => {
  expect(parseJson(text)).toBeNull()
})
