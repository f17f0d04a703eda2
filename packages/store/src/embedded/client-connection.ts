import type { Socket } from 'node:net'
import { CopyGathering, copyInResponse, isCopyIn } from './copy-gathering.ts'
import type { Multiplexer } from './multiplexer.ts'
import {
  closeStatement,
  errorResponse,
  FrameReader,
  greeting,
  message,
  query,
  readCstring,
  typeOf,
} from './protocol.ts'
import { ownStatementNames } from './statement-names.ts'

/** One client: its start-up is answered here, everything else waits until the engine is its own. */
export class ClientConnection {
  /** Channels that it listens on. */
  readonly channels = new Set<string>()
  #mux: Multiplexer
  #socket: Socket
  #reader = new FrameReader()
  #started = false
  #closed = false
  /** Messages up to the next one that asks for an answer. */
  #batch: Buffer[] = []
  #copy: CopyGathering | null = null
  #names: ReturnType<typeof ownStatementNames>
  /** Batches are run one after the other. */
  #chain: Promise<void> = Promise.resolve()
  /** As of the engine's last word: I outside a transaction, T in one, E in a failed one. */
  #status = 'I'
  #idle: NodeJS.Timeout | undefined

  constructor(mux: Multiplexer, socket: Socket, id: number) {
    this.#mux = mux
    this.#socket = socket
    this.#names = ownStatementNames(`c${id}_`)
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#onData(chunk, id))
    socket.on('error', () => {})
    socket.on('close', () => this.#onClose())
  }

  send(frame: Buffer): void {
    if (!this.#closed) this.#socket.write(frame)
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #onData(chunk: Buffer, id: number): void {
    this.#reader.push(chunk)
    while (!this.#started) {
      const request = this.#reader.nextStartup()
      if (request === null) return
      if (request === 'cancel') {
        // The engine can't be interrupted.
        this.#socket.end()
        return
      }
      if (request === 'startup') {
        this.#started = true
        this.send(greeting(this.#mux.engine.serverVersion, id))
      } else this.send(Buffer.from('N'))
    }
    for (let frame = this.#reader.next(); frame; frame = this.#reader.next()) this.#onFrame(frame)
  }

  #onFrame(frame: Buffer): void {
    const type = typeOf(frame)
    if (type === 'X') {
      this.#socket.end()
      return
    }
    if (this.#copy) {
      const whole = this.#copy.add(frame)
      if (whole) {
        this.#copy = null
        this.#enqueue([whole], true, true)
      }
      return
    }
    if (type === 'Q') {
      const [sql] = readCstring(frame, 5)
      if (isCopyIn(sql)) {
        this.#copy = new CopyGathering(frame)
        this.send(copyInResponse(sql))
        return
      }
      this.#noteListening(sql)
      this.#enqueue([...this.#batch.splice(0), frame], true)
      return
    }
    this.#batch.push(this.#names.rename(frame))
    if (type === 'S') this.#enqueue(this.#batch.splice(0), true)
    else if (type === 'H') this.#enqueue(this.#batch.splice(0), false)
  }

  #enqueue(parts: Buffer[], endsInReady: boolean, isCopy = false): void {
    this.#chain = this.#chain
      .then(() => this.#run(parts, endsInReady, isCopy))
      .catch(this.#mux.options.onBroken)
  }

  async #run(parts: Buffer[], endsInReady: boolean, isCopy: boolean): Promise<void> {
    if (this.#closed) return
    await this.#mux.ownership.acquire(this)
    clearTimeout(this.#idle)
    const { answer, status } = await this.#mux.execute(parts, endsInReady)
    if (status !== null) this.#status = status
    this.send(isCopy ? withoutCopyIn(answer) : answer)
    // After a Flush the answer is not complete: the engine stays this client's until its Sync.
    if (endsInReady && this.#status === 'I') this.#mux.ownership.release(this)
    else this.#watchIdle()
  }

  #watchIdle(): void {
    const { idleInTransaction, onLog } = this.#mux.options
    this.#idle = setTimeout(() => {
      onLog('warn', `a client left a transaction open for ${idleInTransaction} ms; its connection was closed`)
      this.send(errorResponse('25P03', 'terminating connection due to idle-in-transaction timeout'))
      this.#socket.destroy()
    }, idleInTransaction)
    this.#idle.unref()
  }

  #noteListening(sql: string): void {
    const [, verb, channel] = /^\s*(listen|unlisten)\s+"?(\w+|\*)/i.exec(sql) ?? []
    if (!verb || !channel) return
    if (verb.toLowerCase() === 'listen') this.channels.add(channel)
    else if (channel === '*') this.channels.clear()
    else this.channels.delete(channel)
  }

  #onClose(): void {
    this.#closed = true
    clearTimeout(this.#idle)
    this.#mux.connections.delete(this)
    this.#chain = this.#chain.then(() => this.#cleanUp()).catch(this.#mux.options.onBroken)
  }

  /** Leaves the session as if the client had never been: no transaction, no statements. */
  async #cleanUp(): Promise<void> {
    if (this.#mux.ownership.owner !== this && this.#names.all.size === 0) return
    await this.#mux.ownership.acquire(this)
    if (this.#status !== 'I') await this.#mux.execute([query('rollback')], true)
    const closing = [...this.#names.all].map(closeStatement)
    if (closing.length > 0) await this.#mux.execute([...closing, message('S')], true)
    this.#mux.ownership.release(this)
  }
}

/** The client was told to send before the engine said so; it must not hear it twice. */
function withoutCopyIn(answer: Buffer): Buffer {
  if (answer.length < 5 || typeOf(answer) !== 'G') return answer
  return answer.subarray(answer.readInt32BE(1) + 1)
}
