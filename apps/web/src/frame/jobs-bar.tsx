import { useQuery } from '@tanstack/react-query'
import { type JobView, overviewQuery } from '../data/overview.ts'
import { useWords } from '../i18n/words.tsx'
import { useHere } from './here.tsx'

/** Long work in the background, as one calm line each; gone when it is done. */
export function JobsBar() {
  const { code } = useHere()
  const { data } = useQuery(overviewQuery(code))
  const jobs = data?.jobs.filter((job) => job.state === 'running' || job.state === 'failed') ?? []
  if (jobs.length === 0) return null
  return (
    <div className="jobs">
      {jobs.map((job) => (
        <Job key={job.id} job={job} />
      ))}
    </div>
  )
}

function Job({ job }: { job: JobView }) {
  const { t, f } = useWords()
  const name = job.kind === 'history' ? t('job.history', { days: Number(job.message) }) : t(`job.${job.kind}`)
  if (job.state === 'failed') {
    return (
      <p className="job" role="status">
        {t('job.failed', { job: name, message: job.message ?? '' })}
      </p>
    )
  }
  return (
    <div className="job">
      <span>{name}</span>
      <progress max={1} value={job.done} aria-label={name} />
      <span className="quiet">
        {f.percent(job.done)}
        {job.secondsLeft !== null && ` · ${t('job.left', { span: f.span(job.secondsLeft * 1000) })}`}
      </span>
    </div>
  )
}
