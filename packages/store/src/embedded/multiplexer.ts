import { createServer, type Server, type Socket } from 'node:net'
import { ClientConnection } from './client-connection.ts'
import { Ownership } from './ownership.ts'
import { frames, message, query, readCstring, sync, typeOf } from './protocol.ts'

/** The engine as the multiplexer needs it: one buffer of messages in, what they answer out. */
export interface Engine {
  serverVersion: string
  execute(messages: Buffer): Promise<Buffer>
}

export interface MultiplexerOptions {
  /** Milliseconds that a client may keep a transaction open without saying anything. */
  idleInTransaction: number
  /** The engine broke: nothing can be done with it any more. */
  onBroken(error: Error): void
  onLog(level: 'info' | 'warn', text: string): void
}

/** Serves many PostgreSQL clients from an engine that has one session. */
export class Multiplexer {
  readonly engine: Engine
  readonly options: MultiplexerOptions
  /** Of clients, and of what the engine must do for itself. */
  readonly ownership = new Ownership<object>()
  readonly connections = new Set<ClientConnection>()
  readonly server: Server
  #ids = 0

  constructor(engine: Engine, options: MultiplexerOptions) {
    this.engine = engine
    this.options = options
    this.server = createServer((socket: Socket) => {
      this.connections.add(new ClientConnection(this, socket, ++this.#ids))
    })
  }

  /**
   * Hands messages to the engine and gives what it answered to their sender. Each goes in a call of its own:
   * the engine drops what follows a message that ends on a multiple of 8192 bytes. Notifications are taken
   * out and given to the clients that listen.
   */
  async execute(
    parts: readonly Buffer[],
    endsInReady: boolean,
  ): Promise<{ answer: Buffer; status: string | null }> {
    const kept: Buffer[] = []
    let status: string | null = null
    const take = (output: Buffer) => {
      for (const frame of frames(output)) {
        const type = typeOf(frame)
        if (type === 'A') {
          this.#broadcast(frame)
          continue
        }
        if (type === 'Z') status = String.fromCharCode(frame[5]!)
        kept.push(frame)
      }
    }
    for (const part of parts) take(await this.engine.execute(part))
    // An error inside a COPY can leave the engine without having said that it is ready again.
    if (endsInReady && status === null) take(await this.engine.execute(sync()))
    return { answer: Buffer.concat(kept), status }
  }

  /** A statement of the multiplexer's own; its answer is not looked at. */
  async run(sql: string): Promise<void> {
    await this.execute([query(sql)], true)
  }

  /** Ends all connections and takes no new ones. */
  close(): void {
    this.server.close()
    for (const connection of this.connections) connection.destroy()
  }

  #broadcast(frame: Buffer): void {
    const [channel] = readCstring(frame, 9)
    const copy = message('A', frame.subarray(5))
    for (const connection of this.connections) {
      if (connection.channels.has(channel)) connection.send(copy)
    }
  }
}
