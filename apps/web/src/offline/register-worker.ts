/** Once the page stands: the worker's first visit fetches every file of the pages. */
export function registerWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  window.addEventListener('load', () => {
    navigator.serviceWorker.register('/service-worker.js').catch(() => {
      // A private window, or a browser that is told not to: the pages need the network then.
    })
  })
}
