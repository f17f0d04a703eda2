/** A small dense network with tanh between its layers, as JSON: what training leaves and the step reads. */
export interface NetworkArtefact {
  trainedOn: string
  seed: number
  /** `weights[input][output]`, rounded so that one machine's last bits aren't another's. */
  layers: { weights: number[][]; bias: number[] }[]
}

/** Flow, head and speed as shares of rated; power as share of rated and vibration in mm/s come out. */
export const INPUTS = 3
export const OUTPUTS = 2

export function forward(network: NetworkArtefact, input: readonly number[]): number[] {
  let values = input
  for (const [l, layer] of network.layers.entries()) {
    const last = l === network.layers.length - 1
    const from = values
    values = layer.bias.map((bias, o) => {
      let sum = bias
      for (let i = 0; i < from.length; i++) sum += from[i]! * layer.weights[i]![o]!
      return last ? sum : Math.tanh(sum)
    })
  }
  return [...values]
}
