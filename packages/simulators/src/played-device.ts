interface Played {
  /** Unique within the town. */
  id: string
  /** Id of the device profile it plays. */
  profile: string
  /** Where it is reached: devices with the same `server` share one address and port. */
  server: string
  /** Point name within the profile (`flow`, or `luminaire[12].lamp-on` in a block) → signal key. */
  signals: Record<string, string>
}

export interface PlayedOpcuaDevice extends Played {
  protocol: 'opcua'
  /** Namespace URIs of the site; they follow the profile's. */
  namespaces?: string[]
  /** Browse path from Objects, index into the profile's namespaces and then these: `2:Waterworks/2:P1`. */
  object: string
}

export interface PlayedModbusDevice extends Played {
  protocol: 'modbus'
  unit: number
  /** Seconds between the polls that suit it. */
  every?: number
}

/** A device that a simulator plays, before it has been given a port. */
export type PlayedDevice = PlayedOpcuaDevice | PlayedModbusDevice
