import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { DraftReview } from '../../changes/draft-review.tsx'
import { useCancelDraft } from '../../data/changes.ts'
import { type ImportFileView, useUpload } from '../../data/imports.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { FileButton } from '../../ui/file-button.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { DraftMap } from './draft-map.tsx'
import { FileProblems } from './file-problems.tsx'
import { MappingForm } from './mapping-form.tsx'

const accepted = '.geojson,.json,.gpkg,.xlsx,.csv,.inp'

/** A contractor's file, from the file to the register: what its columns are, what would happen, then it happens. */
export function ImportScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const [file, setFile] = useState<ImportFileView | null>(null)
  const [draft, setDraft] = useState<string | null>(null)
  const cancel = useCancelDraft(code)
  const again = () => {
    setDraft(null)
    setFile(null)
  }
  const back = () => {
    if (draft) cancel.mutate(draft)
    setDraft(null)
  }
  return (
    <div className="screen">
      <ScreenHead title={t('import.title')} lead={t('import.lead')}>
        <Link className="button plain" to="/$municipality/changes" params={{ municipality: code }}>
          {t('changes.title')}
        </Link>
      </ScreenHead>
      {!file && <FileStep onFile={setFile} />}
      {file && (
        // What was said of the columns is there again when one comes back from the preview.
        <div hidden={draft !== null}>
          <LeftOut file={file} />
          <MappingForm file={file} onPlanned={setDraft} onCancel={again} />
        </div>
      )}
      {file && draft && (
        <section className="card" aria-labelledby="import-review">
          <h2 id="import-review">{t('import.review', { name: file.name })}</h2>
          <DraftMap id={draft} />
          <DraftReview
            id={draft}
            reason={t('import.reason', { name: file.name })}
            onCancel={back}
            onDone={again}
          />
        </section>
      )}
    </div>
  )
}

/** What the file has that the register has no place for. */
function LeftOut({ file: { leftOut } }: { file: ImportFileView }) {
  const { t, find } = useWords()
  if (leftOut.length === 0) return null
  return (
    <p className="remark">
      {t('import.left-out')}{' '}
      {leftOut
        .map(
          ({ part, lines, why }) =>
            `[${part}] ${t('import.lines', { count: lines })} (${find(`left-out.${why}`) ?? why})`,
        )
        .join(', ')}
      .
    </p>
  )
}

function FileStep({ onFile }: { onFile: (file: ImportFileView) => void }) {
  const { t } = useWords()
  const { code } = useHere()
  const upload = useUpload(code)
  return (
    <section className="card" aria-labelledby="import-file">
      <h2 id="import-file">{t('import.file')}</h2>
      <FileButton
        label={t('import.file.choose')}
        accept={accepted}
        disabled={upload.isPending}
        describedBy="import-file-hint"
        onFiles={([chosen]) => upload.mutate(chosen!, { onSuccess: onFile })}
      />
      <p id="import-file-hint" className="hint">
        {t('import.file.hint')}
      </p>
      {upload.isPending && <p role="status">{t('import.reading', { name: upload.variables.name })}</p>}
      {upload.error && (
        <p className="inline-problem" role="alert">
          <ProblemWords error={upload.error} />
        </p>
      )}
      {upload.error && <FileProblems error={upload.error} />}
    </section>
  )
}
