/**
 * Who may speak to the engine. It has one session, so a client owns it from its first message until it is
 * ready for the next query outside a transaction; the others wait in the order they came.
 */
export class Ownership<Client> {
  #owner: Client | null = null
  #since = 0
  #waiting: { client: Client; go: () => void }[] = []
  /** Milliseconds of the longest time that one client owned the engine. */
  longestHold = 0

  get owner(): Client | null {
    return this.#owner
  }

  /** Resolves when the engine is this client's; at once when it already is. */
  acquire(client: Client): Promise<void> {
    if (this.#owner === client) return Promise.resolve()
    if (this.#owner === null) {
      this.#give(client)
      return Promise.resolve()
    }
    return new Promise((go) => this.#waiting.push({ client, go }))
  }

  release(client: Client): void {
    if (this.#owner !== client) return
    this.longestHold = Math.max(this.longestHold, performance.now() - this.#since)
    this.#owner = null
    const next = this.#waiting.shift()
    if (!next) return
    this.#give(next.client)
    next.go()
  }

  #give(client: Client): void {
    this.#owner = client
    this.#since = performance.now()
  }
}
