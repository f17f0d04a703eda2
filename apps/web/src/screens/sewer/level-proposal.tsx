import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type LevelProposalView, levelProposalQuery, useJudgeLevels } from '../../data/sewer.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { Quantity } from '../../ui/quantity.tsx'
import { Scrolling } from '../../ui/scrolling.tsx'

type Proposal = NonNullable<LevelProposalView['proposal']>

/** Levels that would have done better, with their simulated effect; a person accepts or says why not. */
export function LevelProposal({ tag, level }: { tag: string; level: 2 | 3 }) {
  const { t } = useWords()
  const { code, may } = useHere()
  const found = useQuery(levelProposalQuery(code, tag))
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section className="card" aria-labelledby="levels">
      <Heading id="levels">{t('levels.title')}</Heading>
      <Loaded query={found} skeleton={<SkeletonRows rows={3} height={40} />}>
        {({ proposal, judgements }) => (
          <>
            {proposal ? <Effect proposal={proposal} /> : <p className="calm">{t('levels.none')}</p>}
            {proposal && may('approve-order', 'sewer') && <Judge tag={tag} proposal={proposal} />}
            <Judgements judgements={judgements} />
          </>
        )}
      </Loaded>
    </section>
  )
}

function Effect({
  proposal: { now, proposed, before, after, alternate, busier, days },
}: {
  proposal: Proposal
}) {
  const { t } = useWords()
  const rows = [
    ['levels.start', now.start, proposed.start, 'm'],
    ['levels.stop', now.stop, proposed.stop, 'm'],
    ['levels.starts', before.startsPerDay, after.startsPerDay, '1'],
    ['levels.energy', before.kwhPerDay, after.kwhPerDay, 'kWh'],
    ['levels.retention', before.retention, after.retention, 'min'],
    ['levels.margin', before.minutesToOverflow, after.minutesToOverflow, 'min'],
    ['levels.over', before.hoursOverCapacity, after.hoursOverCapacity, 'h'],
  ] as const
  return (
    <>
      <Scrolling className="table-scroll" label={t('levels.days', { days })}>
        <table className="numbers">
          <caption>{t('levels.days', { days })}</caption>
          <thead>
            <tr>
              <td />
              <th scope="col">{t('levels.before')}</th>
              <th scope="col">{t('levels.after')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([label, old, next, unit]) => (
              <tr key={label}>
                <th scope="row">{t(label)}</th>
                <td>
                  <Quantity value={old} unit={unit} />
                </td>
                <td>
                  <Quantity value={next} unit={unit} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
      {alternate && <p>{t('levels.alternate', { share: busier })}</p>}
    </>
  )
}

function Judge({ tag, proposal: { proposed } }: { tag: string; proposal: Proposal }) {
  const { t } = useWords()
  const { code } = useHere()
  const judge = useJudgeLevels(code, tag)
  const [reason, setReason] = useState('')
  const say = (agree: boolean) =>
    judge.mutate({ agree, reason: reason.trim(), proposed }, { onSuccess: () => setReason('') })
  const isReady = reason.trim() !== ''
  return (
    <div className="form">
      <Field label={t('levels.reason')}>
        {(ids) => <input {...ids} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
      <ProblemLine error={judge.error} />
      <footer className="form-actions">
        <Button onPress={() => say(false)} isDisabled={!isReady} isPending={judge.isPending}>
          {t('levels.disagree')}
        </Button>
        <Button look="strong" onPress={() => say(true)} isDisabled={!isReady} isPending={judge.isPending}>
          {t('levels.accept')}
        </Button>
      </footer>
    </div>
  )
}

function Judgements({ judgements }: Pick<LevelProposalView, 'judgements'>) {
  const { t, f } = useWords()
  const { code } = useHere()
  if (judgements.length === 0) return null
  return (
    <ul className="plain-list">
      {judgements.map(({ agree, by, reason, at, order, proposal: { proposed } }) => (
        <li key={at}>
          {f.day(at)}: {t(agree ? 'levels.judged.yes' : 'levels.judged.no', { by, reason, ...proposed })}{' '}
          {order && (
            <Link to="/$municipality/orders/$id" params={{ municipality: code, id: order }}>
              {t('levels.order')}
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}
