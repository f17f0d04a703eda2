import { useEffect, useState } from 'react'
import { contentOf, type FieldDay } from '../../data/field.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { hasDocument } from '../../offline/keep-documents.ts'
import { Icon } from '../../signs/icon.tsx'

type Document = FieldDay['visits'][number]['documents'][number]

/** Drawings, manuals, earlier photos and what else there is of the asset; most of it lies on the phone. */
export function VisitDocuments({ documents }: { documents: readonly Document[] }) {
  const { t } = useWords()
  if (documents.length === 0) return null
  return (
    <section className="card" aria-labelledby="documents">
      <h2 id="documents">{t('visit.documents', { count: documents.length })}</h2>
      <ul className="queue">
        {documents.map((document) => (
          <DocumentLine key={document.id} document={document} />
        ))}
      </ul>
    </section>
  )
}

function DocumentLine({ document: { id, name, kind, bytes } }: { document: Document }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const [here, setHere] = useState(false)
  useEffect(() => {
    let gone = false
    hasDocument(code, id).then(
      (is) => !gone && setHere(is),
      () => {},
    )
    return () => {
      gone = true
    }
  }, [code, id])
  return (
    <li>
      <a className="document-link" href={contentOf(code, id)} target="_blank" rel="noreferrer">
        <Icon name="document" size={20} />
        <span>
          <strong>{name}</strong>
          <span className="queue-value">
            {t(`document.${kind}`)} · {t('sync.size', { size: f.number(bytes / 1024, 0) })} ·{' '}
            {t(here ? 'document.here' : 'document.away')}
          </span>
        </span>
      </a>
    </li>
  )
}
