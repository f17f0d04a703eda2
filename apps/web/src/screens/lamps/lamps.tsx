import { useQuery } from '@tanstack/react-query'
import { type LightingPlanView, lightingPlanQuery } from '../../data/lighting.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Courses } from './courses.tsx'
import { LampFigures } from './lamp-figures.tsx'
import { LampTypes } from './lamp-types.tsx'
import { LikeliestLamps } from './likeliest-lamps.tsx'
import { Proposals } from './proposals.tsx'
import { StreetMonths } from './street-months.tsx'

/** How long lamps will last, and which streets to change together. */
export function LampsScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const query = useQuery(lightingPlanQuery(code))
  return (
    <div className="screen">
      <ScreenHead title={t('lamps.title')} lead={t('lamps.lead')} />
      <Loaded query={query} skeleton={<SkeletonRows rows={6} height={56} />}>
        {(plan) => <Plan plan={plan} />}
      </Loaded>
      <LampFigures />
    </div>
  )
}

function Plan({ plan }: { plan: LightingPlanView }) {
  const { t } = useWords()
  if (plan.groups.length === 0) return <Empty title={t('lamps.none')}>{t('lamps.none.what')}</Empty>
  return (
    <>
      <Proposals plan={plan} />
      <Courses plan={plan} />
      <LikeliestLamps plan={plan} />
      <StreetMonths plan={plan} />
      <LampTypes plan={plan} />
    </>
  )
}
