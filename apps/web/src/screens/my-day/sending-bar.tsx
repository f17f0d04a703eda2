import { Link } from '@tanstack/react-router'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import type { FieldState } from '../../offline/field.ts'

/** Said only where a person should do something: sign in again, or look at what was refused. */
export function SendingBar({ state }: { state: FieldState }) {
  const { t } = useWords()
  const { code } = useHere()
  const refused = state.entries.filter((entry) => entry.refused).length
  return (
    <>
      {state.sending.is === 'signed-out' && (
        <p className="remark field-remark" role="status">
          <span>{t('sync.signed-out', { count: state.entries.length })}</span>
          <Link className="button strong" to="/sign-in" search={{ error: undefined }}>
            {t('sync.sign-in')}
          </Link>
        </p>
      )}
      {refused > 0 && (
        <p className="remark field-remark" role="status">
          <span>{t('sync.refused.count', { count: refused })}</span>
          <Link className="button plain" to="/$municipality/sync" params={{ municipality: code }}>
            {t('sync.look')}
          </Link>
        </p>
      )}
    </>
  )
}
