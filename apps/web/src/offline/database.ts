/** Stores are only ever added, so that what an older version of the pages queued is there for every newer one. */
const NAME = 'driftbild-field'
const VERSION = 1

export type StoreName = 'queue' | 'file' | 'kept'
export type Stores = Record<StoreName, IDBObjectStore>

let opening: Promise<IDBDatabase> | null = null

function open(version: number | undefined): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, version)
    request.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion > 0) return
      // Entries of the queue in the order in which they were made, files by their hash, the rest by name.
      request.result.createObjectStore('queue', { keyPath: 'position', autoIncrement: true })
      request.result.createObjectStore('file')
      request.result.createObjectStore('kept')
    }
    request.onsuccess = () => {
      const database = request.result
      // A newer version of the pages must not wait for this one.
      database.onversionchange = () => database.close()
      database.onclose = () => {
        opening = null
      }
      resolve(database)
    }
    request.onerror = () => reject(request.error)
  })
}

/** A page that was open while a newer one changed the database goes on with what is there. */
const connection = (): Promise<IDBDatabase> => {
  opening ??= open(VERSION)
    .catch((error) => {
      if ((error as DOMException).name === 'VersionError') return open(undefined)
      throw error
    })
    .catch((error) => {
      opening = null
      throw error
    })
  return opening
}

/**
 * One transaction; what it wrote is on the disk when this is done, and none of it is there when it fails. The work
 * may wait for nothing but requests of these stores.
 */
export async function inDatabase<T>(
  mode: 'readonly' | 'readwrite',
  work: (stores: Stores) => Promise<T> | T,
): Promise<T> {
  const database = await connection()
  let transaction: IDBTransaction
  try {
    transaction = database.transaction(['queue', 'file', 'kept'], mode, { durability: 'strict' })
  } catch (error) {
    // Closed behind our back: opened again the next time.
    opening = null
    throw error
  }
  const ended = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new DOMException('aborted', 'AbortError'))
  })
  // Awaited below; a failure before that must not count as unhandled.
  ended.catch(() => {})
  const store = (name: StoreName) => transaction.objectStore(name)
  try {
    const result = await work({ queue: store('queue'), file: store('file'), kept: store('kept') })
    await ended
    return result
  } catch (error) {
    try {
      transaction.abort()
    } catch {
      // It has ended by itself.
    }
    // Why the transaction failed says more than which request noticed: a full disk.
    throw transaction.error ?? error
  }
}

export const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
