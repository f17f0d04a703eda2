import { assetStates } from '@driftbild/core'
import type { Look } from '../pdf/look.ts'

const state = { shape: 'M2.2 2.2h11.6v11.6H2.2z', fill: '#f2c927', edge: '#8a6b00', stroke: 1.2 }

export const look: Look = {
  text: '#18222a',
  quiet: '#4d5b64',
  line: '#d6dbde',
  panel: '#ffffff',
  chart: { line: '#22303a', band: '#22303a', grid: '#e6e9eb', hatch: '#98a4ab' },
  map: {
    land: '#eaecec',
    water: '#cdd8de',
    green: '#e0e6de',
    building: '#dcdfe1',
    street: '#ffffff',
    rail: '#b0b8bd',
    selection: '#18222a',
  },
  states: Object.fromEntries(assetStates.map((name) => [name, state])) as Look['states'],
}
