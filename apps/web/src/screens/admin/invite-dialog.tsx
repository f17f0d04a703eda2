import { type MemberRole, memberRoles, type Service } from '@driftbild/core'
import { useState } from 'react'
import { useInvite } from '../../data/admin.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { ServiceSelect } from '../../ui/service-select.tsx'

/** Lets somebody in; the link is shown once, to be handed over. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const { code } = useHere()
  const invite = useInvite(code)
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<MemberRole>('crew')
  const [service, setService] = useState<Service | ''>('')
  if (invite.data) {
    const { link } = invite.data
    return (
      <Dialog title={t('people.invite')} open onClose={onClose}>
        <p role="status">{t(link === null ? 'people.known' : 'people.hand-over', { name })}</p>
        {link !== null && <p className="remark one-time">{link}</p>}
        <footer className="form-actions">
          <Button look="strong" onPress={onClose}>
            {t('action.close')}
          </Button>
        </footer>
      </Dialog>
    )
  }
  return (
    <Dialog title={t('people.invite')} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          invite.mutate({ name: name.trim(), email: email.trim(), role, service: service || null })
        }}
      >
        <Field label={t('people.name')}>
          {(ids) => (
            <input {...ids} required value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label={t('people.email')}>
          {(ids) => (
            <input
              {...ids}
              type="email"
              required
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Select<MemberRole>
          label={t('people.role')}
          value={role}
          onChange={(value) => value !== '' && setRole(value)}
          options={memberRoles.map((value) => ({ value, label: t(`member.${value}`) }))}
        />
        <ServiceSelect value={service} onChange={setService} none={t('shifts.all')} />
        <ProblemLine error={invite.error} />
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button
            look="strong"
            type="submit"
            isPending={invite.isPending}
            isDisabled={name.trim() === '' || email.trim() === ''}
          >
            {t('people.invite')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
