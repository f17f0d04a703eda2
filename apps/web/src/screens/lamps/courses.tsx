import { useId } from 'react'
import type { CourseView, LightingPlanView } from '../../data/lighting.ts'
import { useWords } from '../../i18n/words.tsx'
import { Scrolling } from '../../ui/scrolling.tsx'

/** The plan beside the two usual ways: only what fails, and everything at a fixed age. */
export function Courses({ plan }: { plan: LightingPlanView }) {
  const { t, f } = useWords()
  const id = useId()
  const rows: { name: string; course: CourseView }[] = [
    { name: t('lamps.course.planned'), course: plan.planned },
    { name: t('lamps.course.on-failure'), course: plan.onFailure },
    ...(plan.fixed
      ? [
          {
            name: t('lamps.course.fixed', { share: plan.fixed.share }),
            course: plan.fixed.course,
          },
        ]
      : []),
  ]
  const label = t('lamps.courses')
  return (
    <section className="card" aria-labelledby={id}>
      <h2 id={id}>{label}</h2>
      <p className="lead">{t('lamps.courses.what', { years: plan.horizon })}</p>
      <Scrolling className="table-wide" label={label}>
        <table className="numbers">
          <caption className="visually-hidden">{label}</caption>
          <thead>
            <tr>
              <th scope="col">{t('lamps.course')}</th>
              <th scope="col">{t('lamps.course.cost')}</th>
              <th scope="col">{t('lamps.course.failures')}</th>
              <th scope="col">{t('lamps.course.changed')}</th>
              <th scope="col">{t('lamps.course.dark')}</th>
              <th scope="col">{t('lamps.course.crew')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, course }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{f.number(course.cost, 0)}</td>
                <td>{f.number(course.failures, 0)}</td>
                <td>{f.number(course.changed, 0)}</td>
                <td>{f.number(course.darkHours, 0)}</td>
                <td>{f.number(course.crewHours, 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
    </section>
  )
}
