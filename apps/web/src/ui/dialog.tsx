import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useWords } from '../i18n/words.tsx'
import { IconButton } from './button.tsx'

interface DialogProps {
  title: string
  open: boolean
  /** For tables. */
  wide?: boolean
  onClose: () => void
  children: ReactNode
}

/** One question, over everything else; on a phone it comes from below. */
export function Dialog({ title, open, wide = false, onClose, children }: DialogProps) {
  const { t } = useWords()
  return (
    <ModalOverlay
      className="overlay"
      isOpen={open}
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <Modal className={wide ? 'modal wide' : 'modal'}>
        <AriaDialog className="dialog">
          <header className="dialog-head">
            <Heading slot="title">{title}</Heading>
            <IconButton icon="close" label={t('action.close')} onPress={onClose} />
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
