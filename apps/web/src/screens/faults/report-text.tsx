import { useQuery } from '@tanstack/react-query'
import { reportQuery } from '../../data/faults.ts'
import { useHere } from '../../frame/here.tsx'

/** What somebody wrote who saw it. */
export function ReportText({ id }: { id: string }) {
  const { code } = useHere()
  const report = useQuery(reportQuery(code, id))
  return report.data?.text ? <p>{report.data.text}</p> : null
}
