import { expect, test } from 'vitest'
import { linkTags } from './link-tags.ts'
import { readInp } from './read.ts'

test('a link that is called as a node is gets a name of its own, and no other does', () => {
  const { network } = readInp(`[JUNCTIONS]
 10 5
 11 5
[RESERVOIRS]
 9 30
[PIPES]
 9 9 10 100 100 100
 10 10 11 100 100 100
 10-L 10 11 100 100 100
 p 9 11 100 100 100
`)
  expect([...linkTags(network)]).toEqual([
    ['9', '9-L'],
    ['10', '10-L2'],
    ['10-L', '10-L'],
    ['p', 'p'],
  ])
})
