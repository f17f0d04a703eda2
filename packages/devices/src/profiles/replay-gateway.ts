import type { DeviceProfileSource } from '../profile.ts'

export const replayGateway = {
  id: 'generic/replay-gateway',
  label: {
    sv: 'Gateway med händelsebuffert (generell registerkarta, för uppspelning)',
    en: 'Gateway with event buffer (generic register map, for replay)',
  },
  caveats: [
    'A register map of our own; no make has it.',
    'Its points are those in the device’s configuration under `events`. Times are whole seconds.',
  ],
  protocol: 'modbus',
  eventBuffer: { address: 0, entries: 12 },
} satisfies DeviceProfileSource
