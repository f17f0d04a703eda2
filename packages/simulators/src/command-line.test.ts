import { expect, test } from 'vitest'
import { parseCommandLine } from './command-line.ts'

const replay = ['replay', 'a.csv', 'b.csv', '--mapping', 'skab', '--protocol', 'opcua', '--folder', 'd']

test('a replay runs as fast as its reader takes it unless a speed is given', () => {
  expect(parseCommandLine(replay)).toEqual({
    command: 'replay',
    options: { files: ['a.csv', 'b.csv'], mapping: 'skab', protocol: 'opcua', folder: 'd', speed: 'max' },
  })
  expect(parseCommandLine([...replay, '--speed', '3600']).options.speed).toBe(3600)
})

test.each([
  ['no command', []],
  ['no command fly', ['fly']],
  ['a file to replay is missing', ['replay', '--mapping', 'skab', '--protocol', 'opcua', '--folder', 'd']],
  ['--protocol: ', [...replay, '--protocol', 'opc']],
  ['speed -1: a number above 0, or max', [...replay, '--speed=-1']],
  ["Unknown option '--sped'", [...replay, '--sped', '1']],
  ['--folder: ', ['town']],
])('%s is said', (message, args) => {
  expect(() => parseCommandLine(args)).toThrow(message)
})
