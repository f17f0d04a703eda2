import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface Listener {
  pid: number
  /** Its command line, cut short. */
  command: string
}

/**
 * The process that listens on a TCP port of this machine. Null where nobody does, where it is somebody else's
 * whom we may not look at, and on systems without /proc.
 */
export function listenerOn(port: number): Listener | null {
  const sockets = new Set(['tcp', 'tcp6'].flatMap((table) => listeningSockets(table, port)))
  if (sockets.size === 0) return null
  for (const pid of processes()) {
    if (openSockets(pid).some((socket) => sockets.has(socket))) return { pid, command: commandOf(pid) }
  }
  return null
}

const LISTENING = '0A'

/** Inodes, from rows like `sl local_address rem_address st … uid timeout inode`. */
function listeningSockets(table: string, port: number): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return readText(`/proc/net/${table}`)
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
    .filter((cells) => cells[1]?.endsWith(wanted) && cells[3] === LISTENING)
    .map((cells) => cells[9]!)
}

function processes(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

function openSockets(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const target = readlinkSync(`/proc/${pid}/fd/${fd}`)
      return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []
    })
  } catch {
    // It is gone, or not ours to look at.
    return []
  }
}

const SHOWN = 80

function commandOf(pid: number): string {
  const words = readText(`/proc/${pid}/cmdline`).split('\0').join(' ').trim()
  return words.length > SHOWN ? `${words.slice(0, SHOWN)}…` : words || 'unknown'
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
