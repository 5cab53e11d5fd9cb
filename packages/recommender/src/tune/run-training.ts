import type { Work } from './problem.js'
import type { Training } from './tuned-models.js'

/** Runs a training to its end and gives way after every step. */
export async function runTraining<Model>(training: Training<Model>, { tell, breathe }: Work): Promise<Model> {
  for (;;) {
    const { done, value } = training.next()
    if (done) return value
    tell(value)
    await breathe()
  }
}
