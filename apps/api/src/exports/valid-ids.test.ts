import { emptyNetwork, type Junction, type Pipe, readInp, writeInp } from '@driftbild/network'
import { expect, test } from 'vitest'
import { withValidIds } from './valid-ids.ts'

const junction = (id: string): Junction => ({
  ...{ type: 'junction', id, tag: null, comment: null, position: [0, 0] },
  ...{ elevation: 1, demands: [], emitter: null },
})
const pipe = (id: string, from: string, to: string): Pipe => ({
  ...{ type: 'pipe', id, tag: null, comment: null, from, to, vertices: [] },
  ...{ length: 10, diameter: 100, roughness: 100, minorLoss: 0, status: 'open' },
})
const long = 'Ledning från vattenverket till tornet'

test('names that EPANET would cut or split are changed, each to one of its own, and are listed', () => {
  const nodes = ['Norra torget', 'Norra_torget', 'Norra;torget'].map(junction)
  const links = [
    pipe('P 1', 'Norra torget', 'Norra_torget'),
    pipe(long, 'Norra_torget', 'Norra;torget'),
    pipe('P2', 'Norra torget', 'Norra;torget'),
  ]
  const { network, renamed } = withValidIds({ ...emptyNetwork(), nodes, links })
  expect(renamed).toEqual([
    { from: 'Norra torget', to: 'Norra_torget_2' },
    { from: 'Norra;torget', to: 'Norra_torget_3' },
    { from: 'P 1', to: 'P_1' },
    { from: long, to: 'Ledning_från_vattenverket_till_' },
  ])
  const back = readInp(writeInp(network)).network
  expect(back.links.map(({ id, from, to }) => [id, from, to])).toEqual([
    ['P_1', 'Norra_torget_2', 'Norra_torget'],
    ['Ledning_från_vattenverket_till_', 'Norra_torget', 'Norra_torget_3'],
    ['P2', 'Norra_torget_2', 'Norra_torget_3'],
  ])
})

test('a model of valid names is what it was', () => {
  const network = { ...emptyNetwork(), nodes: ['A', 'B'].map(junction), links: [pipe('L', 'A', 'B')] }
  expect(withValidIds(network)).toEqual({ network, renamed: [] })
})
