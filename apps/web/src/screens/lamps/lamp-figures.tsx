import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type LightingFigure, lightingFiguresQuery, useSaveLightingFigures } from '../../data/lighting.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { OwnFigures } from '../../ui/own-figures.tsx'
import { readNumber } from '../../ui/read-number.ts'

type Texts = Record<'value' | 'source', string>

/** What changing a lamp costs and takes. */
export function LampFigures() {
  const { t } = useWords()
  const { code } = useHere()
  const { data } = useQuery(lightingFiguresQuery(code))
  const save = useSaveLightingFigures(code)
  const [typed, setTyped] = useState<Record<string, Texts>>({})
  if (!data) return null
  const rows = data.figures.map((figure) => {
    const texts = typed[figure.name] ?? { value: String(figure.value), source: figure.source }
    return { ...figure, texts, read: readNumber(texts.value) }
  })
  const ours = new Map(data.ours.map((figure) => [figure.name, figure.value]))
  const own = rows.flatMap(({ name, texts, read }): LightingFigure[] => {
    const source = texts.source.trim()
    return read !== null && (read !== ours.get(name) || source !== '') ? [{ name, value: read, source }] : []
  })
  const isWrong = rows.some(({ read }) => read === null || read < 0)
  return (
    <OwnFigures
      title={t('lamps.figures')}
      lead={t('lamps.figures.what')}
      of={t('lamps.figure')}
      columns={[{ key: 'value', title: t('lamps.figure.value') }]}
      rows={rows.map(({ name, unit, texts }) => ({
        ...{ id: name, name: t(`lamps.figure.${name}`), texts },
        unit: t('lamps.figure.unit', { unit }),
      }))}
      onType={(id, texts) => setTyped({ ...typed, [id]: texts })}
      onSave={() => save.mutate(own, { onSuccess: () => setTyped({}) })}
      save={save}
      isDisabled={isWrong || Object.keys(typed).length === 0}
    />
  )
}
