import { localeNames, locales } from '@driftbild/words'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, Navigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { meQuery } from '../../data/me.ts'
import { askForLink } from '../../data/sign-in.ts'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'
import { usePageTitle } from '../../ui/screen-head.tsx'

/** No passwords: a one-time link opens the door. What it is, where it comes from, and how to get another. */
export function SignInScreen() {
  const { t, locale, setLocale } = useWords()
  const { error, token } = useSearch({ from: '/sign-in' })
  const me = useQuery({ ...meQuery(), retry: false })
  const [email, setEmail] = useState('')
  const ask = useMutation({ mutationFn: askForLink })
  usePageTitle(t('sign-in.title'))
  if (me.data) return <Navigate to="/" search={{ error: undefined }} replace />
  return (
    <main className="alone">
      <div className="card sign-in">
        <p className="brand-name">Driftbild</p>
        <h1>{t('sign-in.title')}</h1>
        {error && (
          <p className="remark" role="alert">
            {t('sign-in.link-failed')}
          </p>
        )}
        {token && <EnterByLink token={token} />}
        <p>{t('sign-in.what')}</p>
        <ol className="plain-list">
          <li>{t('sign-in.first')}</li>
          <li>{t('sign-in.later')}</li>
        </ol>
        {ask.isSuccess ? (
          <p className="remark" role="status">
            {t('sign-in.asked', { email })}
          </p>
        ) : (
          <form
            className="form"
            onSubmit={(event) => {
              event.preventDefault()
              ask.mutate(email.trim())
            }}
          >
            <Field label={t('sign-in.email')} hint={t('sign-in.email.hint')}>
              {(ids) => (
                <input
                  {...ids}
                  type="email"
                  autoComplete="email"
                  required
                  value={email}
                  onChange={(event) => setEmail(event.target.value)}
                />
              )}
            </Field>
            {ask.error && (
              <p className="inline-problem" role="alert">
                <ProblemWords error={ask.error} />
              </p>
            )}
            <Button look="strong" type="submit" isPending={ask.isPending}>
              {t('sign-in.ask')}
            </Button>
          </form>
        )}
        <p className="languages">
          {locales.map((one) => (
            <Button key={one} look="quiet" aria-pressed={one === locale} onPress={() => setLocale(one)}>
              <span lang={one}>{localeNames[one]}</span>
            </Button>
          ))}
        </p>
        <p>
          <Link to="/accessibility">{t('statement.title')}</Link>
        </p>
      </div>
    </main>
  )
}

/** What a mail leads to. It takes a press: mail filters open every link, and this one works once. */
function EnterByLink({ token }: { token: string }) {
  const { t } = useWords()
  return (
    <div className="remark">
      <p>{t('sign-in.enter.what')}</p>
      <a
        className="button strong"
        href={`/api/auth/magic-link/verify?token=${encodeURIComponent(token)}&callbackURL=/`}
      >
        {t('sign-in.enter')}
      </a>
    </div>
  )
}
