// What the samplers are compared on. Each asks a trial, ours or Optuna's, for its parameters and returns its value; the
// trial may answer later, so all wait.

const { PI, cos, sin, sqrt, exp, log2, log10 } = Math

const floats = async (trial, n, low, high) => {
  const values = []
  for (let i = 0; i < n; i++) values.push(await trial.suggestFloat(`x${i}`, low, high))
  return values
}

const sum = (values) => values.reduce((total, value) => total + value, 0)
const squares = (values) => sum(values.map((value) => value ** 2))

/** The four of the reference figures, on which the width of the kernels was chosen. */
const reference = {
  sphere5: async (trial) => squares(await floats(trial, 5, -5, 5)),

  branin: async (trial) => {
    const x1 = await trial.suggestFloat('x1', -5, 10)
    const x2 = await trial.suggestFloat('x2', 0, 15)
    const valley = x2 - (5.1 / (4 * PI ** 2)) * x1 ** 2 + (5 / PI) * x1 - 6
    return valley ** 2 + 10 * (1 - 1 / (8 * PI)) * cos(x1) + 10
  },

  rosenbrock4: async (trial) => {
    const x = await floats(trial, 4, -2, 2)
    return sum([0, 1, 2].map((i) => 100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2))
  },

  bumpy_mixed4: async (trial) => {
    const a = ((await trial.suggestInt('n_factors', 20, 100)) - 62) / 40
    const b = ((await trial.suggestInt('n_epochs', 10, 30)) - 22) / 10
    const c = ((await trial.suggestFloat('lr_all', 0.002, 0.01)) - 0.0062) / 0.004
    const d = ((await trial.suggestFloat('reg_all', 0.02, 0.1)) - 0.071) / 0.04
    const bowl = 0.02 * a * a + 0.03 * b * b + 0.04 * c * c + 0.02 * d * d + 0.01 * b * c
    return 0.9 + bowl + 0.004 * cos(6 * PI * a) + 0.004 * cos(5 * PI * c) + 0.003 * sin(4 * PI * d)
  },
}

const HARTMANN_A = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
]
const HARTMANN_P = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
]

/** Looked at only after everything had been chosen. */
const heldOut = {
  ackley4: async (trial) => {
    const x = (await floats(trial, 4, -10, 10)).map((value) => value - 1.7)
    const waves = sum(x.map((value) => cos(2 * PI * value)))
    return -20 * exp(-0.2 * sqrt(squares(x) / 4)) - exp(waves / 4) + 20 + Math.E
  },

  hartmann6: async (trial) => {
    const x = await floats(trial, 6, 0, 1)
    const distance = (i) =>
      sum(x.map((value, j) => HARTMANN_A[i][j] * (value - HARTMANN_P[i][j] * 1e-4) ** 2))
    return -sum([1, 1.2, 3, 3.2].map((weight, i) => weight * exp(-distance(i))))
  },

  levy3: async (trial) => {
    const [a, b, c] = (await floats(trial, 3, -10, 10)).map((value) => 1 + (value - 4.3) / 4)
    const hills = sum([a, b].map((w) => (w - 1) ** 2 * (1 + 10 * sin(PI * w + 1) ** 2)))
    return sin(PI * a) ** 2 + hills + (c - 1) ** 2 * (1 + sin(2 * PI * c) ** 2)
  },

  rotated_ellipsoid6: async (trial) => {
    const centre = [1, -2, 0.5, 2, -1, 3]
    const x = (await floats(trial, 6, -5, 5)).map((value, i) => value - centre[i])
    const axis = (i) => sum(x.map((value, j) => (value * cos(((i + 1) * (j + 0.5) * PI) / 6)) / sqrt(3)))
    return sum(x.map((_, i) => (1 + 3 * i) * axis(i) ** 2))
  },

  network5: async (trial) => {
    const rate = log10(await trial.suggestFloat('lr', 1e-5, 1, { log: true }))
    const units = log2(await trial.suggestInt('units', 8, 512, { log: true }))
    const dropout = await trial.suggestFloat('dropout', 0, 0.9, { step: 0.1 })
    const optimizer = await trial.suggestCategorical('opt', ['sgd', 'adam', 'rms', 'ada'])
    const decay = log10(await trial.suggestFloat('wd', 1e-8, 1e-1, { log: true }))
    const [cost, best] = { sgd: [2, -1.2], adam: [0, -2.7], rms: [1, -3], ada: [1.5, -1.8] }[optimizer]
    const size = units - 6.5 + (dropout - 0.3) * 2
    return (
      0.1 +
      0.02 * cost +
      0.03 * (rate - best) ** 2 +
      0.01 * size ** 2 +
      0.3 * (dropout - 0.3) ** 2 +
      0.004 * (decay + 4) ** 2
    )
  },

  branches: async (trial) => {
    if ((await trial.suggestCategorical('kind', ['a', 'b'])) === 'a')
      return (
        1 +
        ((await trial.suggestFloat('ax', -5, 5)) - 2) ** 2 +
        ((await trial.suggestFloat('ay', -5, 5)) + 1) ** 2
      )
    const bx = log10(await trial.suggestFloat('bx', 1e-3, 1e3, { log: true }))
    return (bx - 1) ** 2 + 0.02 * ((await trial.suggestInt('bn', 1, 30)) - 17) ** 2 + 0.2
  },
}

export const FUNCTIONS = { ...reference, ...heldOut }
export const HELD_OUT = Object.keys(heldOut)
