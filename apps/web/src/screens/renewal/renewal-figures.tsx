import { sameValue } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type RenewalFigureView, renewalFiguresQuery, useSaveFigures } from '../../data/renewal.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { OwnFigures } from '../../ui/own-figures.tsx'
import { readNumber } from '../../ui/read-number.ts'

type Numbers = 'life' | 'cost' | 'consequence'
type Texts = Record<Numbers | 'source', string>

const numbers = ['life', 'cost', 'consequence'] as const satisfies readonly Numbers[]

const nameOf = ({ class: of, where }: RenewalFigureView) => `${of} ${where?.value ?? ''}`
const textsOf = (figure: RenewalFigureView): Texts => ({
  ...{ life: String(figure.life), cost: String(figure.cost), consequence: String(figure.consequence) },
  source: figure.source,
})

/** Lives, costs and consequences. */
export function RenewalFigures() {
  const { t, find } = useWords()
  const { code } = useHere()
  const { data } = useQuery(renewalFiguresQuery(code))
  const save = useSaveFigures(code)
  const [typed, setTyped] = useState<Record<string, Texts>>({})
  if (!data) return null
  const rows = data.figures.map((figure) => {
    const name = nameOf(figure)
    const texts = typed[name] ?? textsOf(figure)
    return { figure, name, texts, read: readFigure(figure, texts) }
  })
  const ours = new Map(data.ours.map((figure) => [nameOf(figure), figure]))
  const own = rows.flatMap(({ read, name }) => (read && !sameValue(read, ours.get(name)) ? [read] : []))
  const wrong = rows.some(({ read }) => read === null)
  const called = ({ class: of, where }: RenewalFigureView) =>
    where
      ? `${t(`class.${of}`)}, ${find(`attribute.${where.attribute}.${where.value}`) ?? where.value}`
      : t(`class.${of}`)
  return (
    <OwnFigures
      title={t('renewal.figures')}
      lead={t('renewal.figures.what')}
      of={t('list.class')}
      columns={numbers.map((key) => ({ key, title: t(`renewal.figure.${key}`) }))}
      rows={rows.map(({ figure, name, texts }) => ({
        ...{ id: name, name: called(figure), texts },
        unit: figure.per === 'metre' && t('renewal.per-metre'),
      }))}
      onType={(id, texts) => setTyped({ ...typed, [id]: texts })}
      onSave={() => save.mutate(own, { onSuccess: () => setTyped({}) })}
      save={save}
      isDisabled={wrong || Object.keys(typed).length === 0}
    />
  )
}

/** The row as it was typed; null where something is no number. */
function readFigure(figure: RenewalFigureView, texts: Texts): RenewalFigureView | null {
  const [life, cost, consequence] = numbers.map((one) => readNumber(texts[one]))
  if (life === null || cost === null || consequence === null) return null
  if (life === undefined || cost === undefined || consequence === undefined || life <= 0) return null
  return { ...figure, life, cost, consequence, source: texts.source.trim() }
}
