import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type MemberView, membersQuery, useEndMembership } from '../../data/admin.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { AdminPlaces } from './admin-places.tsx'
import { InviteDialog } from './invite-dialog.tsx'

/** Who works here and as what. */
export function PeopleScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const members = useQuery(membersQuery(code))
  const [inviting, setInviting] = useState(false)
  const people = [...Map.groupBy(members.data ?? [], ({ user }) => user).values()]
  return (
    <div className="screen">
      <ScreenHead title={t('admin.people')} lead={members.data && t('people.lead', { count: people.length })}>
        <Button look="strong" onPress={() => setInviting(true)}>
          {t('people.invite')}
        </Button>
      </ScreenHead>
      <AdminPlaces />
      <Loaded query={members} skeleton={<SkeletonRows rows={4} height={64} />}>
        {() => (
          <ul className="rows">
            {people.map((roles) => (
              <Person key={roles[0]!.user} roles={roles} />
            ))}
          </ul>
        )}
      </Loaded>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </div>
  )
}

function Person({ roles }: { roles: readonly MemberView[] }) {
  const { t } = useWords()
  const { code } = useHere()
  const end = useEndMembership(code)
  const [ending, setEnding] = useState<MemberView | null>(null)
  const { name, email } = roles[0]!
  const words = ({ role, service }: MemberView) =>
    service === null
      ? t(`member.${role}`)
      : t('member.of', { role: t(`member.${role}`), service: t(`service.${service}`) })
  return (
    <li className="row">
      <div className="row-main">
        <p className="row-title">{name}</p>
        <p className="row-facts">{email}</p>
      </div>
      <ul className="plain-rows">
        {roles.map((one) => (
          <li key={`${one.role}${one.service}`}>
            <span>{words(one)}</span>
            <Button
              look="quiet"
              aria-label={t('people.end-of', { role: words(one), name })}
              onPress={() => setEnding(one)}
            >
              {t('people.end')}
            </Button>
          </li>
        ))}
      </ul>
      {ending && (
        <Dialog title={t('people.end')} open onClose={() => setEnding(null)}>
          <p>{t('people.end-ask', { name, role: words(ending) })}</p>
          <ProblemLine error={end.error} />
          <footer className="form-actions">
            <Button onPress={() => setEnding(null)}>{t('action.cancel')}</Button>
            <Button
              look="strong"
              isPending={end.isPending}
              onPress={() => end.mutate(ending, { onSuccess: () => setEnding(null) })}
            >
              {t('people.end')}
            </Button>
          </footer>
        </Dialog>
      )}
    </li>
  )
}
