import type { Page } from 'playwright-core'

/** What lies on a phone's disk, whatever its screens say. */
export const onPhone = (page: Page): Promise<{ queue: string[]; files: number; drafts: number }> =>
  page.evaluate(async () => {
    const answerOf = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const database = await answerOf(indexedDB.open('driftbild-field'))
    const stores = database.transaction(['queue', 'file', 'kept'])
    const [queue, files, names] = await Promise.all([
      answerOf(stores.objectStore('queue').getAll() as IDBRequest<{ work: { kind: string } }[]>),
      answerOf(stores.objectStore('file').count()),
      answerOf(stores.objectStore('kept').getAllKeys()),
    ])
    database.close()
    return {
      queue: queue.map(({ work }) => work.kind),
      files,
      drafts: names.filter((name) => String(name).includes('/draft/')).length,
    }
  })

/** Puts into the queue what another version of the pages left there, in the name of who is signed in. */
export const putEntry = (page: Page, entry: { schema: number; work: unknown }): Promise<void> =>
  page.evaluate(async (made) => {
    const me = JSON.parse(localStorage.getItem('driftbild.known.me')!) as { user: { id: string } }
    const municipality = location.pathname.split('/')[1]
    const shared = { user: me.user.id, municipality, madeAt: Date.now(), clockOffset: 0, refused: null }
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open('driftbild-field')
      opening.onerror = () => reject(opening.error)
      opening.onsuccess = () => {
        const writing = opening.result.transaction('queue', 'readwrite')
        writing.objectStore('queue').add({ ...shared, ...made })
        writing.onabort = () => reject(writing.error)
        writing.oncomplete = () => {
          opening.result.close()
          resolve()
        }
      }
    })
  }, entry)

/** Makes the day that lies on a phone one that was taken along before its parts had these names. */
export const forgetInDay = (page: Page, names: readonly string[]): Promise<void> =>
  page.evaluate(
    (gone) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('driftbild-field')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const writing = opening.result.transaction('kept', 'readwrite')
          const walk = writing.objectStore('kept').openCursor()
          walk.onsuccess = () => {
            const cursor = walk.result
            if (!cursor) return
            if (String(cursor.key).endsWith('/day')) {
              const text = JSON.stringify(cursor.value, (name, value) =>
                gone.includes(name) ? undefined : value,
              )
              cursor.update(JSON.parse(text))
            }
            cursor.continue()
          }
          writing.onabort = () => reject(writing.error)
          writing.oncomplete = () => {
            opening.result.close()
            resolve()
          }
        }
      }),
    names,
  )

/** Other things fill the phone to its last kilobyte. */
export const fillUp = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('other-things', 1)
      opening.onupgradeneeded = () => opening.result.createObjectStore('file', { autoIncrement: true })
      opening.onerror = () => reject(opening.error)
      opening.onsuccess = () => resolve(opening.result)
    })
    const fits = (bytes: number) =>
      new Promise<boolean>((resolve) => {
        const content = new Uint8Array(bytes)
        for (let i = 0; i < bytes; i += 65_536) crypto.getRandomValues(content.subarray(i, i + 65_536))
        const writing = database.transaction('file', 'readwrite')
        writing.objectStore('file').add(content)
        writing.oncomplete = () => resolve(true)
        writing.onabort = () => resolve(false)
      })
    for (let size = 1024 * 1024; size >= 1024; size /= 2) while (await fits(size));
    database.close()
  })
