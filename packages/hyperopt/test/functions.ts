import type { Trial } from '../src/index.js'

const floats = (trial: Trial, n: number, low: number, high: number) =>
  Array.from({ length: n }, (_, i) => trial.suggestFloat(`x${i}`, low, high))

const { PI, cos, sin } = Math

/** The functions of fixtures/tpe_reference.json: what each asks for, and its value. */
export const FUNCTIONS = {
  sphere5: (trial: Trial) => floats(trial, 5, -5, 5).reduce((sum, x) => sum + x * x, 0),

  branin(trial: Trial) {
    const x1 = trial.suggestFloat('x1', -5, 10)
    const x2 = trial.suggestFloat('x2', 0, 15)
    const valley = x2 - (5.1 / (4 * PI ** 2)) * x1 ** 2 + (5 / PI) * x1 - 6
    return valley ** 2 + 10 * (1 - 1 / (8 * PI)) * cos(x1) + 10
  },

  rosenbrock4(trial: Trial) {
    const x = floats(trial, 4, -2, 2)
    return [0, 1, 2].reduce((sum, i) => sum + 100 * (x[i + 1]! - x[i]! ** 2) ** 2 + (1 - x[i]!) ** 2, 0)
  },

  bumpy_mixed4(trial: Trial) {
    const a = (trial.suggestInt('n_factors', 20, 100) - 62) / 40
    const b = (trial.suggestInt('n_epochs', 10, 30) - 22) / 10
    const c = (trial.suggestFloat('lr_all', 0.002, 0.01) - 0.0062) / 0.004
    const d = (trial.suggestFloat('reg_all', 0.02, 0.1) - 0.071) / 0.04
    const bowl = 0.02 * a * a + 0.03 * b * b + 0.04 * c * c + 0.02 * d * d + 0.01 * b * c
    const bumps = 0.004 * cos(6 * PI * a) + 0.004 * cos(5 * PI * c) + 0.003 * sin(4 * PI * d)
    return 0.9 + bowl + bumps
  },
}
