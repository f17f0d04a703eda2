import { listOpcuaPoints, mapped, type OpcuaDevice, type OpcuaProfile } from '@driftbild/devices'
import type { Driver } from '../../driver.ts'
import { connect } from './connect.ts'
import { connectFailure } from './failure.ts'
import { pollUntilFailure } from './poll.ts'
import { quietLibrary } from './quiet.ts'
import type { OpcuaContext } from './run.ts'
import { followServerClock } from './server-clock.ts'
import { watchUntilFailure } from './watch.ts'

/** Milliseconds between looks for nodes that weren't there. */
const LOOK_AGAIN = 60_000

const ways = { subscribe: watchUntilFailure, poll: pollUntilFailure } as const

/** Reads an OPC UA server in the way that the site wants. */
export function opcuaDriver(
  device: OpcuaDevice,
  profile: OpcuaProfile,
  context: Omit<OpcuaContext, 'lookAgain'> & Partial<OpcuaContext>,
): Driver {
  const points = mapped(listOpcuaPoints(profile, device), device.signals)
  return {
    async run(sink, signal) {
      quietLibrary()
      const opened = await connect(device, context, signal)
      if (signal.aborted) return null
      if ('failure' in opened) return opened.failure
      const { connected } = opened
      const run = { device, profile, points, connected, sink, context: { lookAgain: LOOK_AGAIN, ...context } }
      const leaveClock = followServerClock(connected.session, context.now, sink)
      try {
        const failure = await ways[device.mode](run, signal)
        return signal.aborted ? null : failure
      } catch (cause) {
        return signal.aborted ? null : connectFailure(device, cause as Error)
      } finally {
        leaveClock()
        await connected.close()
      }
    },
  }
}
