import type { AssetClass } from '@driftbild/core'
import { fieldText, fieldTitle } from '@driftbild/words'
import type { DraftRow } from '../data/changes.ts'
import { useZoneName } from '../data/zones.ts'
import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'

interface FieldChangesProps {
  fields: DraftRow['fields']
  of: AssetClass | null
  /** Nothing stood there before. */
  anew?: boolean
}

/** Each field with what stood there and what stands there then. */
export function FieldChanges({ fields, of, anew = false }: FieldChangesProps) {
  const { t, f, find } = useWords()
  const { code } = useHere()
  const zoneName = useZoneName(code)
  const parts = { of, words: { t, find }, f, zoneName }
  return (
    <dl className="before-after">
      {fields.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{fieldTitle(field, { t, find })}</dt>
          <dd>
            {!anew && (
              <>
                <del>{fieldText(field, before, parts)}</del>
                <span aria-hidden="true"> → </span>
              </>
            )}
            <ins>{fieldText(field, after, parts)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}
