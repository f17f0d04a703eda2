import { Link } from '@tanstack/react-router'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'

const places = [
  { to: '/$municipality/admin', label: 'admin.people' },
  { to: '/$municipality/admin/municipality', label: 'admin.municipality' },
  { to: '/$municipality/admin/sites', label: 'admin.sites' },
  { to: '/$municipality/admin/silenced', label: 'admin.silenced' },
  { to: '/$municipality/admin/retention', label: 'admin.retention' },
  { to: '/$municipality/admin/audit', label: 'admin.audit' },
] as const

export function AdminPlaces() {
  const { t } = useWords()
  const { code } = useHere()
  return (
    <nav className="sub-places" aria-label={t('nav.admin')}>
      {places.map(({ to, label }) => (
        <Link key={to} to={to} params={{ municipality: code }} activeOptions={{ exact: true }}>
          {t(label)}
        </Link>
      ))}
    </nav>
  )
}
