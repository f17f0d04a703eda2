import { Link } from '@tanstack/react-router'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Empty } from '../../ui/loaded.tsx'

/** Nothing is in the register yet: that is not calm, it is unknown. */
export function EmptyRegister() {
  const { t } = useWords()
  const { code, may } = useHere()
  return (
    <Empty title={t('register.empty')}>
      {t('register.empty.what')}{' '}
      {may('edit-assets') && (
        <Link to="/$municipality/import" params={{ municipality: code }}>
          {t('register.empty.import')}
        </Link>
      )}
    </Empty>
  )
}
