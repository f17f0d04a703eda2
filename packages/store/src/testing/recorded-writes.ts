import fs from 'node:fs'
import { join } from 'node:path'

/**
 * Everything that a process does to the files below a folder, in order, for replaying a power cut. As JSON
 * lines; data as base64.
 */
export type FileOperation =
  | { op: 'write'; file: string; at: number; data: string }
  | { op: 'truncate'; file: string; size: number }
  | { op: 'create'; file: string }
  | { op: 'sync'; file: string }
  | { op: 'mkdir' | 'rmdir' | 'unlink'; file: string }
  | { op: 'rename'; file: string; to: string }

/** Records from now on what this process writes below `folder`, into the file `journal` outside it. */
export function recordWrites(folder: string, journal: string): void {
  const own = { ...fs }
  const out = own.openSync(journal, 'a')
  const open = new Map<number, string>()
  const inside = (path: fs.PathLike): string | null =>
    String(path).startsWith(`${folder}/`) ? String(path).slice(folder.length + 1) : null
  const record = (operation: FileOperation): void => {
    own.writeSync(out, `${JSON.stringify(operation)}\n`)
  }
  const onPath = (path: fs.PathLike, make: (file: string) => FileOperation): void => {
    const file = inside(path)
    if (file !== null) record(make(file))
  }

  fs.openSync = (path, flags, mode) => {
    const file = inside(path)
    const isNew = file !== null && !own.existsSync(path)
    const fd = own.openSync(path, flags, mode)
    if (file === null) return fd
    const bits = typeof flags === 'number' ? flags : 0
    if (isNew) record({ op: 'create', file })
    if (flags === 'w' || bits & fs.constants.O_TRUNC) record({ op: 'truncate', file, size: 0 })
    open.set(fd, file)
    return fd
  }
  fs.closeSync = (fd) => {
    open.delete(fd)
    own.closeSync(fd)
  }
  // The engine's file layer writes bytes at a position; nothing else is recorded.
  const writeSync = (
    fd: number,
    data: Uint8Array,
    offset: number,
    length: number,
    at: number | null,
  ): number => {
    const written = own.writeSync(fd, data, offset, length, at)
    const file = open.get(fd)
    if (file !== undefined) {
      if (typeof at !== 'number') throw new Error(`${file} was written without a position`)
      const bytes = Buffer.from(data.buffer, data.byteOffset + offset, written)
      record({ op: 'write', file, at, data: bytes.toString('base64') })
    }
    return written
  }
  fs.writeSync = writeSync as typeof fs.writeSync
  for (const name of ['fsyncSync', 'fdatasyncSync'] as const) {
    fs[name] = (fd) => {
      own[name](fd)
      const file = open.get(fd)
      if (file !== undefined) record({ op: 'sync', file })
    }
  }
  fs.ftruncateSync = (fd, size) => {
    own.ftruncateSync(fd, size)
    const file = open.get(fd)
    if (file !== undefined) record({ op: 'truncate', file, size: size ?? 0 })
  }
  fs.truncateSync = (path, size) => {
    own.truncateSync(path as fs.PathLike, size)
    onPath(path as fs.PathLike, (file) => ({ op: 'truncate', file, size: size ?? 0 }))
  }
  fs.writeFileSync = (path, data, options) => {
    own.writeFileSync(path, data, options)
    if (typeof path === 'number') return
    onPath(path as fs.PathLike, (file) => ({ op: 'create', file }))
    if (data !== '') throw new Error(`${String(path)} was written whole`)
  }
  fs.mkdirSync = ((path: fs.PathLike, options?: fs.MakeDirectoryOptions) => {
    const result = own.mkdirSync(path, options)
    onPath(path, (file) => ({ op: 'mkdir', file }))
    return result
  }) as typeof fs.mkdirSync
  fs.rmdirSync = (path) => {
    own.rmdirSync(path)
    onPath(path, (file) => ({ op: 'rmdir', file }))
  }
  fs.unlinkSync = (path) => {
    own.unlinkSync(path)
    onPath(path, (file) => ({ op: 'unlink', file }))
  }
  fs.renameSync = (from, to) => {
    own.renameSync(from, to)
    onPath(from, (file) => ({ op: 'rename', file, to: inside(to) ?? String(to) }))
  }
}

interface FileState {
  content: Buffer
  /** Writes that no sync has followed yet. */
  pending: { at: number; data: Buffer }[]
}

/**
 * Writes into `target` what a disk may hold after the power went at the end of `operations`: everything
 * synced, and of what was not, a part that `random` draws, in no order. Names are kept in order, as a
 * journalling file system keeps them. `heedSyncs: false` is a disk that never heard of a sync.
 */
export function imageAfterPowerCut(
  operations: Iterable<FileOperation>,
  target: string,
  random: () => number,
  { heedSyncs = true }: { heedSyncs?: boolean } = {},
): void {
  const files = new Map<string, FileState>()
  const folders = new Set<string>()
  const file = (name: string): FileState => {
    const known = files.get(name)
    if (known) return known
    const made = { content: Buffer.alloc(0), pending: [] }
    files.set(name, made)
    return made
  }
  for (const operation of operations) {
    switch (operation.op) {
      case 'create':
        file(operation.file)
        break
      case 'write': {
        const data = Buffer.from(operation.data, 'base64')
        file(operation.file).pending.push({ at: operation.at, data })
        break
      }
      case 'truncate': {
        const state = file(operation.file)
        settle(state, state.pending)
        const kept = state.content.subarray(0, operation.size)
        state.content = Buffer.concat([kept, Buffer.alloc(operation.size - kept.length)])
        break
      }
      case 'sync': {
        const state = files.get(operation.file)
        if (state && heedSyncs) settle(state, state.pending)
        break
      }
      case 'mkdir':
        folders.add(operation.file)
        break
      case 'rmdir':
        folders.delete(operation.file)
        break
      case 'unlink':
        files.delete(operation.file)
        break
      case 'rename': {
        const state = files.get(operation.file)
        if (state) files.set(operation.to, state)
        files.delete(operation.file)
        break
      }
    }
  }
  fs.mkdirSync(target, { recursive: true })
  for (const folder of folders) fs.mkdirSync(join(target, folder), { recursive: true })
  for (const [name, state] of files) {
    settle(
      state,
      state.pending.filter(() => random() < 0.5),
    )
    fs.mkdirSync(join(target, name, '..'), { recursive: true })
    fs.writeFileSync(join(target, name), state.content)
  }
}

/** The writes reach the disk; pending are those that are left. */
function settle(state: FileState, writes: FileState['pending']): void {
  const end = Math.max(state.content.length, ...writes.map(({ at, data }) => at + data.length))
  state.content = Buffer.concat([state.content, Buffer.alloc(end - state.content.length)])
  for (const { at, data } of writes) data.copy(state.content, at)
  const done = new Set(writes)
  state.pending = state.pending.filter((write) => !done.has(write))
}
