import type { AskEvent, WorkerScope } from './scope.ts'

// What the pages need without coverage: the shell, and the tiles and documents that a phone has taken with it. People's work is
// not kept here but in the page's database, so that nothing this does can lose any.

/** Put in by the build: every file of the pages, and a name of all their contents together. */
declare const __SHELL__: { version: string; files: string[] }
declare const self: WorkerScope

const SHELLS = 'driftbild-shell-'
const SHELL = SHELLS + __SHELL__.version
const TILES = 'driftbild-tiles'
const DOCUMENTS = 'driftbild-documents'
/** Pages that are open across an update still ask for the files that they were built with. */
const KEPT_SHELLS = 2
/** The first visit's own questions go before: on a slow line the shell takes longer than they do. */
const AT_ONCE = 2
/** A network that takes longer than this is as good as none. */
const PATIENCE_MS = 4000

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOldShells().then(() => self.clients.claim()))
})

self.addEventListener('message', (event) => {
  event.waitUntil(self.clients.claim())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (/^\/api\/\d{4}\/(base|tiles)\//.test(url.pathname)) event.respondWith(tile(event))
  else if (/^\/api\/\d{4}\/documents\/[^/]+\/content$/.test(url.pathname))
    event.respondWith(documentFile(request))
  else if (/^\/(api|health|metrics)(\/|$)/.test(url.pathname)) return
  else if (request.mode === 'navigate') event.respondWith(page(request))
  else event.respondWith(file(request))
})

async function keepShell(): Promise<void> {
  const cache = await caches.open(SHELL)
  const queue = [...__SHELL__.files]
  const take = async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift())
      await cache.add(new Request(file, { cache: holdsFor(file), priority: 'low' }))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, take))
}

/** What has a hash in its name is what the page has fetched already. */
const holdsFor = (file: string): RequestCache => (file.startsWith('/assets/') ? 'default' : 'no-cache')

async function forgetOldShells(): Promise<void> {
  const shells = (await caches.keys()).filter((name) => name.startsWith(SHELLS))
  const old = shells.filter((name) => name !== SHELL).slice(0, -(KEPT_SHELLS - 1))
  await Promise.all(old.map((name) => caches.delete(name)))
}

/** The newest page there is: a reload is an update. */
async function page(request: Request): Promise<Response> {
  const known = async () => (await caches.open(SHELL)).match('/')
  try {
    const answer = await fresh(request)
    return answer.status < 500 ? answer : ((await known()) ?? answer)
  } catch (error) {
    const kept = await known()
    if (!kept) throw error
    return kept
  }
}

/** A file's name changes with its content, so the one at hand is the right one. */
const file = async (request: Request): Promise<Response> =>
  (await caches.match(request, { ignoreVary: true })) ?? fetch(request)

/** As it is now; where nothing answers, as it was when the phone took it along. */
async function tile(event: AskEvent): Promise<Response> {
  const { request } = event
  const cache = await caches.open(TILES)
  const known = await cache.match(request, { ignoreVary: true, ignoreSearch: true })
  if (!known) return fetch(request)
  try {
    const answer = await fresh(request)
    if (answer.ok && new URL(request.url).search === '') event.waitUntil(cache.put(request, answer.clone()))
    return answer.ok || answer.status === 304 ? answer : known
  } catch {
    return known
  }
}

/** A document never changes: the one at hand is the right one. */
const documentFile = async (request: Request): Promise<Response> =>
  (await (await caches.open(DOCUMENTS)).match(request, { ignoreVary: true })) ?? fetch(request)

function fresh(request: Request): Promise<Response> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${request.url} took too long`)), PATIENCE_MS)
    fetch(request)
      .then(resolve, reject)
      .finally(() => clearTimeout(late))
  })
}
