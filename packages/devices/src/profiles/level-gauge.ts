import type { DeviceProfileSource } from '../profile.ts'

const input = { table: 'input-register', reporting: { type: 'every', seconds: 900 } } as const

export const levelGauge = {
  id: 'generic/level-gauge',
  label: { sv: 'Pegel (generell registerkarta)', en: 'Water level gauge (generic register map)' },
  caveats: [
    'A register map of our own; no make has it.',
    'It has no clock: the source time is the collector’s at the reply, and is marked so.',
  ],
  protocol: 'modbus',
  points: [
    { ...input, name: 'level', role: 'level', unit: 'm', address: 0, type: 'float32', range: [-5, 30] },
    {
      ...input,
      name: 'battery',
      role: 'battery',
      unit: '%',
      address: 2,
      type: 'uint16',
      invalid: [0xffff],
      range: [0, 100],
    },
  ],
} satisfies DeviceProfileSource
