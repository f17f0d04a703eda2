import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useWords } from '../i18n/words.tsx'
import { Icon } from '../signs/icon.tsx'
import { AlarmBadge } from './alarm-badge.tsx'
import { useHere } from './here.tsx'
import { placesFor } from './nav.ts'

const SyncBadge = lazy(() => import('./sync-badge.tsx').then((m) => ({ default: m.SyncBadge })))

/** The slim rail to the left on a desktop: every place, with its name. */
export function Rail() {
  const { t } = useWords()
  const here = useHere()
  const { code } = here
  return (
    <nav className="rail" aria-label={t('nav.places')}>
      <ul>
        {placesFor(here).map(({ to, icon, label }) => (
          <li key={to}>
            <Link
              to={to}
              params={{ municipality: code }}
              activeOptions={{ exact: to === '/$municipality', includeSearch: false }}
            >
              <span className="rail-icon">
                <Icon name={icon} size={22} />
                {icon === 'alarm' && <AlarmBadge />}
                {icon === 'sync' && (
                  <Suspense>
                    <SyncBadge />
                  </Suspense>
                )}
              </span>
              <span className="rail-label">{t(label)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
