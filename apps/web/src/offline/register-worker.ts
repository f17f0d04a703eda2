/** Once the page stands: the worker's first visit fetches every file of the pages. */
export function registerWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  window.addEventListener('load', () => {
    navigator.serviceWorker
      .register('/service-worker.js')
      .then(() => navigator.serviceWorker.ready)
      .then(({ active }) => {
        // A page that was on its way while the worker began is not one of those that it took on.
        if (!navigator.serviceWorker.controller) active?.postMessage('take-on')
      })
      .catch(() => {
        // A private window, or a browser that is told not to: the pages need the network then.
      })
  })
}
