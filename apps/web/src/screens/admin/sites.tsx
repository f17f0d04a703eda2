import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type SiteView, sitesQuery, useNameSite } from '../../data/admin.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { AdminPlaces } from './admin-places.tsx'

/** Places, whether they are heard, and the way to what collects from them. */
export function SitesScreen() {
  const { t, f } = useWords()
  const { code } = useHere()
  const sites = useQuery(sitesQuery(code))
  const [naming, setNaming] = useState<SiteView | null>(null)
  return (
    <div className="screen">
      <ScreenHead title={t('admin.sites')} lead={t('sites.lead')}>
        <Link className="button plain" to="/$municipality/data-health" params={{ municipality: code }}>
          {t('sites.collectors')}
        </Link>
        <Link className="button plain" to="/$municipality/models" params={{ municipality: code }}>
          {t('nav.models')}
        </Link>
      </ScreenHead>
      <AdminPlaces />
      <Loaded query={sites} skeleton={<SkeletonRows rows={6} height={48} />}>
        {(all) => (
          <ul className="rows">
            {all.map((site) => (
              <li key={site.tag} className="row">
                <StateMark state={site.silent > 0 ? 'stale' : 'normal'} size={20} />
                <div className="row-main">
                  <p className="row-title">{site.name}</p>
                  <p className="row-facts">
                    <span>{site.tag}</span>
                    <span>{t('overview.assets', { count: site.assets })}</span>
                    <span>
                      {t('sites.signals', { count: site.signals, silent: f.number(site.silent, 0) })}
                    </span>
                  </p>
                </div>
                <Button
                  look="quiet"
                  aria-label={t('sites.rename-of', { name: site.name })}
                  onPress={() => setNaming(site)}
                >
                  {t('sites.rename')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {naming && <NameDialog site={naming} onClose={() => setNaming(null)} />}
    </div>
  )
}

function NameDialog({ site, onClose }: { site: SiteView; onClose: () => void }) {
  const { t } = useWords()
  const { code } = useHere()
  const save = useNameSite(code)
  const [name, setName] = useState(site.name)
  return (
    <Dialog title={t('sites.rename')} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ tag: site.tag, name: name.trim() }, { onSuccess: onClose })
        }}
      >
        <Field label={t('people.name')}>
          {(ids) => (
            <input {...ids} required value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <ProblemLine error={save.error} />
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button look="strong" type="submit" isPending={save.isPending} isDisabled={name.trim() === ''}>
            {t('action.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
