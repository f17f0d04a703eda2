import { afterFirstPicture } from '../ui/first-picture.ts'

/** Once the page stands: the worker's first visit fetches every file of the pages. */
export function registerWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  window.addEventListener('load', () => void afterFirstPicture(register))
}

async function register(): Promise<void> {
  try {
    await navigator.serviceWorker.register('/service-worker.js')
    const { active } = await navigator.serviceWorker.ready
    // A page that was on its way while the worker began is not one of those that it took on.
    if (!navigator.serviceWorker.controller) active?.postMessage('take-on')
  } catch {
    // A private window, or a browser that is told not to: the pages need the network then.
  }
}
