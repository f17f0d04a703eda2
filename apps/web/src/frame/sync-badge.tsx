import { useWords } from '../i18n/words.tsx'
import { useField } from '../offline/use-field.ts'

/** How much of what was done the centre does not know yet; being here also sends it. */
export function SyncBadge() {
  const { t } = useWords()
  const { state } = useField()
  const waiting = state?.entries.length ?? 0
  if (waiting === 0) return null
  return (
    <span className="badge">
      <span aria-hidden="true">{waiting > 99 ? '99+' : waiting}</span>
      <span className="visually-hidden">{t('sync.waiting', { count: waiting })}</span>
    </span>
  )
}
