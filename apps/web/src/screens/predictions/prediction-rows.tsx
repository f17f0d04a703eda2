import type { PredictionView } from '../../data/predictions.ts'
import { StateMark } from '../../signs/state-mark.tsx'
import { PredictionLine } from './prediction-line.tsx'

/** Predictions among other things: each with how likely it is, and its line. */
export const PredictionRows = ({ predictions }: { predictions: readonly PredictionView[] }) => (
  <ul className="rows">
    {predictions.map((prediction) => (
      <li key={prediction.id} className="row">
        <StateMark state="prediction" probability={prediction.probability} size={22} />
        <div className="row-main">
          <PredictionLine prediction={prediction} />
        </div>
      </li>
    ))}
  </ul>
)
