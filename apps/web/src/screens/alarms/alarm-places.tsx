import { Link } from '@tanstack/react-router'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'

/** What there is about alarms, beside the alarms. */
export function AlarmPlaces() {
  const { t } = useWords()
  const { code } = useHere()
  const params = { municipality: code }
  return (
    <nav className="sub-places" aria-label={t('alarms.places')}>
      <Link
        to="/$municipality/alarms"
        params={params}
        search={{ show: undefined }}
        activeOptions={{ exact: true, includeSearch: false }}
      >
        {t('nav.alarms')}
      </Link>
      <Link to="/$municipality/alarms/journal" params={params}>
        {t('alarms.journal')}
      </Link>
      <Link to="/$municipality/alarms/load" params={params}>
        {t('alarms.load')}
      </Link>
      <Link to="/$municipality/alarms/on-call" params={params}>
        {t('alarms.on-call')}
      </Link>
    </nav>
  )
}
