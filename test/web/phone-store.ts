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
