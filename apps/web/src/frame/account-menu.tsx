import { Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { useWords } from '../i18n/words.tsx'
import { IconButton } from '../ui/button.tsx'
import { Choices } from './choices.tsx'

export function AccountMenu() {
  const { t } = useWords()
  return (
    <DialogTrigger>
      <IconButton icon="person" label={t('choice.open')} />
      <Popover className="popover" placement="bottom end">
        <Dialog className="popover-dialog" aria-label={t('choice.open')}>
          <Choices />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
