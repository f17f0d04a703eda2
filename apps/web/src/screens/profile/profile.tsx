import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { contactQuery, useSaveContact } from '../../data/notices.ts'
import { type Session, sessionsQuery, useEndSession, useRename } from '../../data/profile.ts'
import { Choices } from '../../frame/choices.tsx'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'

/** What somebody says of themselves, and where they are signed in. */
export function ProfileScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const contact = useQuery(contactQuery(code))
  return (
    <div className="screen">
      <ScreenHead title={t('profile.title')} />
      <div className="admin-grid">
        <NameForm />
        <section className="card" aria-labelledby="contact">
          <h2 id="contact">{t('profile.contact')}</h2>
          <p className="quiet">{t('profile.contact.what')}</p>
          <Loaded query={contact} skeleton={<SkeletonRows rows={2} height={48} />}>
            {({ mail, sms }) => <ContactForm mail={mail} sms={sms} />}
          </Loaded>
        </section>
        <section className="card" aria-labelledby="look">
          <h2 id="look">{t('profile.look')}</h2>
          <Choices />
          <p>
            <Link to="/accessibility">{t('statement.title')}</Link>
          </p>
        </section>
      </div>
      <Sessions />
    </div>
  )
}

function NameForm() {
  const { t } = useWords()
  const { user } = useHere()
  const rename = useRename()
  const [name, setName] = useState(user.name)
  return (
    <form
      className="card form"
      aria-labelledby="own-name"
      onSubmit={(event) => {
        event.preventDefault()
        rename.mutate(name.trim())
      }}
    >
      <h2 id="own-name">{t('people.name')}</h2>
      <Field label={t('people.name')}>
        {(ids) => <input {...ids} required value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <ProblemLine error={rename.error} />
      <Button type="submit" isPending={rename.isPending} isDisabled={name.trim() === ''}>
        {t('action.save')}
      </Button>
      {rename.isSuccess && <p role="status">{t('municipality.saved')}</p>}
    </form>
  )
}

function ContactForm({ mail, sms }: { mail: string; sms: string | null }) {
  const { t } = useWords()
  const { code, user } = useHere()
  const save = useSaveContact(code)
  const [address, setAddress] = useState(mail)
  const [phone, setPhone] = useState(sms ?? '')
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        const own = address.trim()
        save.mutate({
          mail: own === '' || own === user.email ? null : own,
          sms: phone.replaceAll(/[\s-]/g, '') || null,
        })
      }}
    >
      <Field label={t('people.email')}>
        {(ids) => (
          <input {...ids} type="email" value={address} onChange={(event) => setAddress(event.target.value)} />
        )}
      </Field>
      <Field label={t('profile.phone')} hint={t('profile.phone.hint')}>
        {(ids) => (
          <input {...ids} type="tel" value={phone} onChange={(event) => setPhone(event.target.value)} />
        )}
      </Field>
      <ProblemLine error={save.error} />
      <Button type="submit" isPending={save.isPending}>
        {t('profile.save-contact')}
      </Button>
      {save.isSuccess && <p role="status">{t('municipality.saved')}</p>}
    </form>
  )
}

function Sessions() {
  const { t } = useWords()
  const sessions = useQuery(sessionsQuery())
  return (
    <section className="card" aria-labelledby="sessions">
      <h2 id="sessions">{t('profile.sessions')}</h2>
      <Loaded query={sessions} skeleton={<SkeletonRows rows={2} height={40} />}>
        {(all) => (
          <ul className="plain-rows">
            {all
              .toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
              .map((session) => (
                <SessionRow key={session.id} session={session} />
              ))}
          </ul>
        )}
      </Loaded>
    </section>
  )
}

function SessionRow({ session }: { session: Session }) {
  const { t, f } = useWords()
  const end = useEndSession()
  return (
    <li>
      <div className="row-main">
        <p>{t('profile.session', { at: f.moment(session.createdAt), until: f.day(session.expiresAt) })}</p>
        <p className="row-facts break-anywhere">{session.userAgent}</p>
        <ProblemLine error={end.error} />
      </div>
      <Button
        look="quiet"
        isPending={end.isPending}
        aria-label={t('profile.end-session-of', { at: f.moment(session.createdAt) })}
        onPress={() => end.mutate(session.token)}
      >
        {t('profile.end-session')}
      </Button>
    </li>
  )
}
