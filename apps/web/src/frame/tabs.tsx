import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useWords } from '../i18n/words.tsx'
import { Icon } from '../signs/icon.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { AlarmBadge } from './alarm-badge.tsx'
import { Choices } from './choices.tsx'
import { useHere } from './here.tsx'
import { places } from './nav.ts'

/** A phone's way around: four tabs and the rest under "more". */
export function Tabs() {
  const { t } = useWords()
  const { code } = useHere()
  const [more, setMore] = useState(false)
  return (
    <nav className="tabs" aria-label={t('nav.places')}>
      {places
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
            </span>
            {t(label)}
          </Link>
        ))}
      <AriaButton onPress={() => setMore(true)}>
        <Icon name="more" size={22} />
        {t('nav.more')}
      </AriaButton>
      <Dialog title={t('nav.more')} open={more} onClose={() => setMore(false)}>
        <ul className="more-places">
          {places
            .filter((place) => !place.phone)
            .map(({ to, icon, label }) => (
              <li key={to}>
                <Link to={to} params={{ municipality: code }} onClick={() => setMore(false)}>
                  <Icon name={icon} size={22} />
                  {t(label)}
                </Link>
              </li>
            ))}
        </ul>
        <Choices />
      </Dialog>
    </nav>
  )
}
