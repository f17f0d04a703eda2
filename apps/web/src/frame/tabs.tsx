import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useWords } from '../i18n/words.tsx'
import { Icon } from '../signs/icon.tsx'
import { AlarmBadge } from './alarm-badge.tsx'
import { useHere } from './here.tsx'
import { placesFor } from './nav.ts'

const SyncBadge = lazy(() => import('./sync-badge.tsx').then((m) => ({ default: m.SyncBadge })))
const MoreDialog = lazy(() => import('./more-dialog.tsx').then((m) => ({ default: m.MoreDialog })))

/** A phone's way around: four tabs (a crew's are its own) and the rest under "more". */
export function Tabs() {
  const { t } = useWords()
  const here = useHere()
  const { code } = here
  const [more, setMore] = useState(false)
  return (
    <nav className="tabs" aria-label={t('nav.places')}>
      {placesFor(here)
        .filter((place) => place.phone)
        .map(({ to, icon, label }) => (
          <Link
            key={to}
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
            {t(label)}
          </Link>
        ))}
      <AriaButton onPress={() => setMore(true)}>
        <Icon name="more" size={22} />
        {t('nav.more')}
      </AriaButton>
      {more && (
        <Suspense>
          <MoreDialog onClose={() => setMore(false)} />
        </Suspense>
      )}
    </nav>
  )
}
