import { useSyncExternalStore } from 'react'
import { useWords } from '../i18n/words.tsx'
import { useHere } from './here.tsx'

/** Whether what is shown follows the field, or the recording, right now; says so in words, quietly, and loudly only when not. */
export function LiveStatusView() {
  const { t } = useWords()
  const { live, recording } = useHere()
  const stream = useSyncExternalStore(live.onStatus, live.status)
  const online = useSyncExternalStore(onConnection, () => navigator.onLine)
  const status = online ? stream : 'offline'
  return (
    <p className="live" data-status={status} role="status">
      <span className="live-dot" aria-hidden="true" />
      <span>{t(status === 'live' && recording !== null ? 'live.recorded' : `live.${status}`)}</span>
    </p>
  )
}

function onConnection(listener: () => void): () => void {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}
