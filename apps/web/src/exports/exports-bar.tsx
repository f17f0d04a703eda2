import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type ExportView, exportFile, exportsQuery, useRemoveExport } from '../data/exports.ts'
import { onOrdered, takeOrdered } from '../data/ordered-exports.ts'
import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'
import { IconButton } from '../ui/button.tsx'

/** How far one's exports have come, wherever one is; what was ordered here is fetched when it is done. */
export function ExportsBar() {
  const { code, may } = useHere()
  const { t } = useWords()
  const { data } = useQuery({ ...exportsQuery(code), enabled: may('export-assets') })
  const [orders, setOrders] = useState(0)
  useEffect(() => onOrdered(() => setOrders((n) => n + 1)), [])
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const ready = (data ?? []).filter(({ state, id }) => state === 'done' && takeOrdered(id))
    if (ready.length === 0) return
    setFresh((before) => new Set([...before, ...ready.map(({ id }) => id)]))
    for (const { id } of ready) fetchFile(exportFile(code, id))
  }, [data, code, orders])
  const shown = (data ?? []).filter(({ state, id }) => state !== 'done' || fresh.has(id))
  if (shown.length === 0) return null
  return (
    <section className="jobs" aria-label={t('export.list')}>
      {shown.map((one) => (
        <ExportLine key={one.id} of={one} />
      ))}
    </section>
  )
}

/** One export in a line: its progress and a way to stop it, or its file. */
export function ExportLine({ of: { id, name, state, done, secondsLeft, keptUntil } }: { of: ExportView }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const remove = useRemoveExport(code)
  if (state === 'done') {
    return (
      <div className="job">
        <a href={exportFile(code, id)} download>
          {t('export.download', { name })}
        </a>
        {keptUntil !== null && <span className="quiet">{t('export.kept', { at: f.moment(keptUntil) })}</span>}
        <IconButton icon="close" label={t('export.remove', { name })} onPress={() => remove.mutate(id)} />
      </div>
    )
  }
  if (state === 'failed') {
    return (
      <div className="job">
        <span role="status">{t('export.failed', { name })}</span>
        <IconButton icon="close" label={t('export.remove', { name })} onPress={() => remove.mutate(id)} />
      </div>
    )
  }
  const title = t('export.progress', { name })
  return (
    <div className="job">
      <span>{title}</span>
      <progress max={1} value={done} aria-label={title} />
      <span className="quiet">
        {state === 'waiting' ? t('export.waiting') : f.percent(done)}
        {secondsLeft !== null && ` · ${t('job.left', { span: f.span(secondsLeft * 1000) })}`}
      </span>
      <IconButton icon="close" label={t('export.cancel', { name })} onPress={() => remove.mutate(id)} />
    </div>
  )
}

/** As if its link had been followed. */
function fetchFile(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  link.click()
}
