import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { AssetPage } from '../../data/assets.ts'
import { type AssessmentView, assessmentsQuery } from '../../data/inspections.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'

const SHOWN_FIRST = 3

/** How good it is and was, by whose judgement; as of a past moment, what was known of it then. */
export function AssetCondition({ asset, level }: { asset: AssetPage; level: 2 | 3 }) {
  const { t } = useWords()
  const { code } = useHere()
  const judged = useQuery(assessmentsQuery(code, asset.tag))
  const [all, setAll] = useState(false)
  const then = asset.at === undefined ? Number.POSITIVE_INFINITY : Date.parse(asset.at)
  const told = (judged.data ?? []).filter(({ at }) => Date.parse(at) <= then)
  const Heading = level === 2 ? 'h2' : 'h3'
  const [newest] = told
  if (!newest) return null
  const shown = all ? told : told.slice(0, SHOWN_FIRST)
  return (
    <section aria-labelledby="asset-condition">
      <Heading id="asset-condition">{t('condition.title')}</Heading>
      <ol className="conditions">
        {shown.map((one) => (
          <Judgement key={one.at} one={one} newest={one === newest} />
        ))}
      </ol>
      {shown.length < told.length && (
        <Button look="quiet" onPress={() => setAll(true)}>
          {t('action.more')}
        </Button>
      )}
    </section>
  )
}

function Judgement({ one, newest }: { one: AssessmentView; newest: boolean }) {
  const { t, find } = useWords()
  const { code } = useHere()
  const words = t('condition.grade', { grade: String(one.grade), words: find(`grade.${one.grade}`) ?? '' })
  return (
    <li>
      <GradeBar grade={one.grade} />
      <div>
        <p>{newest ? <strong>{words}</strong> : words}</p>
        <p className="lines">{one.note}</p>
        <p className="quiet">
          {t(`basis.${one.basis}`)} · <Moment at={one.at} /> · {one.by}
          {one.order !== null && (
            <>
              {' · '}
              <Link to="/$municipality/orders/$id" params={{ municipality: code, id: one.order }}>
                {t('condition.order')}
              </Link>
            </>
          )}
        </p>
      </div>
    </li>
  )
}

/** Five steps from good to poor, the one that it is on filled: the words beside it say the same. */
const GradeBar = ({ grade }: { grade: number }) => (
  <span className="grade-bar" aria-hidden="true">
    {[1, 2, 3, 4, 5].map((step) => (
      <span key={step} data-filled={step === grade || undefined} />
    ))}
  </span>
)
