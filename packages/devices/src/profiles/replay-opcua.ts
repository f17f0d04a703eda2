import type { DeviceProfileSource } from '../profile.ts'

export const replayOpcua = {
  id: 'generic/replay-opcua',
  label: {
    sv: 'Inspelade data över OPC UA (generell, för uppspelning)',
    en: 'Recorded data over OPC UA (generic, for replay)',
  },
  caveats: ['Its points are those in the device’s configuration under `points`.'],
  protocol: 'opcua',
  namespaces: ['http://opcfoundation.org/UA/', 'urn:driftbild:replay'],
} satisfies DeviceProfileSource
