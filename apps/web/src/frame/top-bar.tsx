import { Link } from '@tanstack/react-router'
import { Dialog as AriaDialog, DialogTrigger, Popover } from 'react-aria-components'
import { useWords } from '../i18n/words.tsx'
import { IconButton } from '../ui/button.tsx'
import { Choices } from './choices.tsx'
import { useHere } from './here.tsx'
import { LiveStatusView } from './live-status.tsx'
import { Search } from './search.tsx'

export function TopBar() {
  const { t } = useWords()
  const { code, name } = useHere()
  return (
    <header className="top-bar">
      <Link to="/$municipality" params={{ municipality: code }} className="brand">
        <span className="brand-name">Driftbild</span>
        <span className="brand-place">{name}</span>
      </Link>
      <Search />
      <LiveStatusView />
      <DialogTrigger>
        <IconButton icon="person" label={t('choice.open')} />
        <Popover className="popover" placement="bottom end">
          <AriaDialog className="popover-dialog" aria-label={t('choice.open')}>
            <Choices />
          </AriaDialog>
        </Popover>
      </DialogTrigger>
    </header>
  )
}
