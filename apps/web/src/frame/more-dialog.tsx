import { Link } from '@tanstack/react-router'
import { useWords } from '../i18n/words.tsx'
import { Icon } from '../signs/icon.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Choices } from './choices.tsx'
import { useHere } from './here.tsx'
import { placesFor } from './nav.ts'

/** The places without a tab of their own, and what a person may set. */
export function MoreDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const here = useHere()
  const { code } = here
  return (
    <Dialog title={t('nav.more')} open onClose={onClose}>
      <ul className="more-places">
        {placesFor(here)
          .filter((place) => !place.phone)
          .map(({ to, icon, label }) => (
            <li key={to}>
              <Link to={to} params={{ municipality: code }} onClick={onClose}>
                <Icon name={icon} size={22} />
                {t(label)}
              </Link>
            </li>
          ))}
      </ul>
      <Choices />
    </Dialog>
  )
}
