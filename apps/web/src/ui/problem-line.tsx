import { ProblemWords } from './loaded.tsx'

/** What went wrong with what somebody just asked for, beside it; nothing when nothing did. */
export const ProblemLine = ({ error }: { error: unknown }) =>
  error ? (
    <p className="inline-problem" role="alert">
      <ProblemWords error={error} />
    </p>
  ) : null
