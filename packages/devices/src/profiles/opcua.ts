import type { DeviceProfileSource } from '../profile.ts'

export const opcua = {
  id: 'generic/opcua',
  label: {
    sv: 'OPC UA-server (generell, egna punkter)',
    en: 'OPC UA server (generic, points of its own)',
  },
  caveats: [
    'Its points are those in the device’s configuration under `points`; `driftbild edge map` adds them.',
  ],
  protocol: 'opcua',
  namespaces: ['http://opcfoundation.org/UA/'],
} satisfies DeviceProfileSource
