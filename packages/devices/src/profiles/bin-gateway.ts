import type { DeviceProfileSource } from '../profile.ts'

const hourly = { table: 'input-register', reporting: { type: 'every', seconds: 3600 } } as const

export const binGateway = {
  id: 'generic/bin-gateway',
  label: {
    sv: 'Ultraljudsgivare i avfallskärl bakom en gateway (generell registerkarta)',
    en: 'Ultrasonic bin sensors behind a gateway (generic register map)',
  },
  caveats: [
    'A register map of our own; no make has it.',
    'The sensor reports distance; fill is what the gateway made of it with the container’s depth.',
    'A tilted sensor looks elsewhere than into the container.',
  ],
  protocol: 'modbus',
  blocks: [
    {
      name: 'bin',
      stride: 8,
      most: 250,
      sourceTime: { table: 'input-register', address: 0, type: 'uint32', unit: 's' },
      points: [
        {
          ...hourly,
          name: 'fill',
          role: 'fill',
          unit: '1',
          address: 2,
          type: 'uint16',
          scale: 0.001,
          invalid: [0xffff],
          range: [0, 1],
        },
        {
          ...hourly,
          name: 'distance',
          role: 'distance',
          unit: 'mm',
          address: 3,
          type: 'uint16',
          invalid: [0xffff],
          range: [30, 4500],
        },
        {
          ...hourly,
          name: 'battery',
          role: 'battery',
          unit: '%',
          address: 4,
          type: 'uint16',
          invalid: [0xffff],
          range: [0, 100],
        },
        {
          ...hourly,
          name: 'temperature',
          role: 'temperature',
          unit: 'Cel',
          address: 5,
          type: 'int16',
          scale: 0.1,
          invalid: [-32768],
          range: [-40, 85],
        },
        {
          ...hourly,
          name: 'tilted',
          role: 'tilted',
          unit: '1',
          kind: { type: 'flag' },
          address: 6,
          type: 'bit',
          bit: 0,
          invalid: [0xffff],
        },
      ],
    },
  ],
} satisfies DeviceProfileSource
