import { ruleOfAsset } from '@driftbild/words'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { suppressionsQuery, useEndSuppression } from '../../data/alarm-tools.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { AdminPlaces } from './admin-places.tsx'
import { type Design, SilenceDialog } from './silence-dialog.tsx'

/** Which alarms are silent while which others stand, by whose decision (ISA-18.2: suppressed by design). */
export function SilencedScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const held = useQuery(suppressionsQuery(code))
  const [open, setOpen] = useState<Design | 'new' | null>(null)
  return (
    <div className="screen">
      <ScreenHead title={t('admin.silenced')} lead={t('silenced.lead')}>
        <Button look="strong" onPress={() => setOpen('new')}>
          {t('silenced.add')}
        </Button>
      </ScreenHead>
      <AdminPlaces />
      <Loaded query={held} skeleton={<SkeletonRows rows={3} height={64} />}>
        {(all) => {
          const designs = all.filter((one) => one.kind === 'by-design')
          return designs.length === 0 ? (
            <Empty title={t('silenced.none')} />
          ) : (
            <ul className="rows">
              {designs.map((design) => (
                <DesignRow key={design.id} design={design} onChange={() => setOpen(design)} />
              ))}
            </ul>
          )
        }}
      </Loaded>
      <p className="quiet">
        <Link to="/$municipality/admin/audit" params={{ municipality: code }}>
          {t('silenced.log')}
        </Link>
      </p>
      {open && <SilenceDialog design={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </div>
  )
}

function DesignRow({ design, onChange }: { design: Design; onChange: () => void }) {
  const { t, f, find } = useWords()
  const { code } = useHere()
  const end = useEndSuppression(code)
  const rule = ruleOfAsset(design.rule, { t, find }, f)
  return (
    <li className="row">
      <div className="row-main">
        <p className="row-title">
          {t('suppressions.by-design', { rule, while: ruleOfAsset(design.whileRule, { t, find }, f) })}
        </p>
        <p>{design.reason}</p>
        <p className="row-facts">
          <span>{t('silenced.since', { by: design.by, at: f.moment(design.from) })}</span>
        </p>
        <ProblemLine error={end.error} />
      </div>
      <div className="row-actions">
        <Button look="quiet" aria-label={t('silenced.change-of', { rule })} onPress={onChange}>
          {t('silenced.change')}
        </Button>
        <Button
          aria-label={t('silenced.end-of', { rule })}
          isPending={end.isPending}
          onPress={() => end.mutate(design.id)}
        >
          {t('suppressions.end')}
        </Button>
      </div>
    </li>
  )
}
