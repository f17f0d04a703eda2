import { useWords } from '../i18n/words.tsx'
import { useDataNow } from '../ui/now.ts'
import { useHere } from './here.tsx'

/** Says on every page where what it shows comes from, unless it is from devices, now. */
export function OriginBar() {
  const { t, f } = useWords()
  const { simulated, recording } = useHere()
  const dataNow = useDataNow()
  if (recording !== null) {
    return (
      <aside className="origin" aria-label={t('frame.recorded')}>
        <strong>{t('frame.recorded')}</strong>{' '}
        <span>
          {t('frame.recorded.what', { recording, at: f.moment(dataNow * 1000) })}{' '}
          {simulated && t('frame.simulated.what')}
        </span>
      </aside>
    )
  }
  if (!simulated) return null
  return (
    <aside className="origin" aria-label={t('frame.simulated')}>
      <strong>{t('frame.simulated')}</strong> <span>{t('frame.simulated.what')}</span>
    </aside>
  )
}
