import { useQuery } from '@tanstack/react-query'
import { Navigate, useSearch } from '@tanstack/react-router'
import { isFieldWorker } from '../data/field-worker.ts'
import { meQuery } from '../data/me.ts'
import { useWords } from '../i18n/words.tsx'
import { Empty, Loaded } from '../ui/loaded.tsx'

/** The bare address: on to the municipality that this person works for. */
export function Start() {
  const { t } = useWords()
  const { error } = useSearch({ from: '/' })
  const me = useQuery(meQuery())
  // A one-time link that no longer works comes back here with its error.
  if (error && !me.data) return <Navigate to="/sign-in" search={{ error }} replace />
  return (
    <main className="alone">
      <Loaded level={1} query={me} skeleton={<p className="quiet">{t('loading')}</p>}>
        {({ memberships: [first] }) =>
          first ? (
            <Navigate
              to={isFieldWorker(me.data!, first.municipality) ? '/$municipality/my-day' : '/$municipality'}
              params={{ municipality: first.municipality }}
              replace
            />
          ) : (
            <Empty title={t('start.no-municipality')} level={1}>
              {t('start.no-municipality.what')}
            </Empty>
          )
        }
      </Loaded>
    </main>
  )
}
