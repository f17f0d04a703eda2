import { OpcuaProfile } from '@driftbild/devices'
import { NAMESPACE } from './opcua-server.ts'

/** Points of the test server's object `Station`. */
export const stationProfile = OpcuaProfile.parse({
  id: 'test/station',
  label: { sv: 'Station (prov)', en: 'Station (test)' },
  protocol: 'opcua',
  namespaces: ['http://opcfoundation.org/UA/', NAMESPACE],
  points: ['Pressure', 'Level', 'Name', 'Curve'].map((name) => ({
    name: name.toLowerCase(),
    role: 'pressure',
    unit: 'bar',
    reporting: { type: 'every', seconds: 1 },
    path: [`1:${name}`],
  })),
})
