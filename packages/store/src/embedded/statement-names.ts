import { cstring, message, readCstring, typeOf } from './protocol.ts'

/**
 * Gives a client's named statements names of its own: all clients share one session. The unnamed statement
 * keeps none, for it is used up before another client can speak.
 */
export function ownStatementNames(prefix: string): { all: Set<string>; rename(frame: Buffer): Buffer } {
  const all = new Set<string>()
  const own = (name: string): string => {
    if (name === '') return name
    all.add(prefix + name)
    return prefix + name
  }
  return {
    all,
    rename(frame) {
      switch (typeOf(frame)) {
        case 'P': {
          const [name, rest] = readCstring(frame, 5)
          return message('P', Buffer.concat([cstring(own(name)), frame.subarray(rest)]))
        }
        case 'B': {
          const [portal, afterPortal] = readCstring(frame, 5)
          const [name, rest] = readCstring(frame, afterPortal)
          return message('B', Buffer.concat([cstring(portal), cstring(own(name)), frame.subarray(rest)]))
        }
        case 'D':
        case 'C': {
          if (frame[5] !== STATEMENT) return frame
          const [name] = readCstring(frame, 6)
          return message(typeOf(frame), cstring(`S${own(name)}`))
        }
        default:
          return frame
      }
    },
  }
}

const STATEMENT = 'S'.charCodeAt(0)
