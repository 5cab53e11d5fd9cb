import {
  type CategoricalDistribution,
  type Distribution,
  type FloatDistribution,
  gridSize,
  gridValue,
  type IntDistribution,
  type ParameterValue,
} from '../distribution.js'
import { type Bandwidths, bandwidths } from './bandwidths.js'
import { CategoricalKernels } from './categorical-kernels.js'
import type { Kernels } from './kernels.js'
import { NormalKernels } from './normal-kernels.js'

/** A parameter as an axis: its values have coordinates, and observed coordinates make kernels. */
export interface Dimension {
  /** The index of a choice, or the position of a number in its range, in [0, 1]. */
  toCoordinate(value: ParameterValue): number
  /** The value at a coordinate; on a grid, the nearest. */
  toValue(coordinate: number): ParameterValue
  /** @param widths - How wide the kernels of numbers are to be. @defaultValue {@link bandwidths} */
  kernels(observed: readonly number[], widths?: Bandwidths): Kernels
}

/** @param distribution - Holds more than one value. */
export function dimensionOf(distribution: Distribution): Dimension {
  if (distribution.kind === 'categorical') return categoricalDimension(distribution)
  const { step } = distribution
  return step === null ? continuousDimension(distribution) : gridDimension(distribution, step)
}

function categoricalDimension({ choices }: CategoricalDistribution): Dimension {
  return {
    toCoordinate: (value) => choices.indexOf(value),
    toValue: (coordinate) => choices[coordinate]!,
    kernels: (observed) => new CategoricalKernels(observed, choices.length),
  }
}

function continuousDimension({ low, high, log }: IntDistribution | FloatDistribution): Dimension {
  const axis = log ? logAxis(low, high) : linearAxis(low, high)
  return {
    toCoordinate: (value) => axis.toUnit(Number(value)),
    // Rounding may carry a value past the ends.
    toValue: (u) => Math.min(Math.max(axis.fromUnit(u), low), high),
    kernels: (observed, widths = bandwidths) => new NormalKernels(observed, widths(observed), (x) => [x, x]),
  }
}

/** Every value of a grid stands for the interval of half a step around it, the outermost ones too. */
function gridDimension(distribution: IntDistribution | FloatDistribution, step: number): Dimension {
  const { low, log } = distribution
  const size = gridSize(distribution, step)
  // By number on the grid, from 0, which is exact; the values of a grid by ratio are 1 apart.
  const axis = log ? logAxis(low - 0.5, low + size - 0.5) : linearAxis(-0.5, size - 0.5)
  const offset = log ? low : 0
  const indexAt = (u: number) => Math.min(Math.max(Math.round(axis.fromUnit(u) - offset), 0), size - 1)
  return {
    toCoordinate: (value) => axis.toUnit(Math.round((Number(value) - low) / step) + offset),
    toValue: (u) => gridValue(distribution, step, indexAt(u)),
    kernels: (observed, widths = bandwidths) =>
      new NormalKernels(observed, widths(observed), (u) => {
        const x = indexAt(u) + offset
        return [axis.toUnit(x - 0.5), axis.toUnit(x + 0.5)]
      }),
  }
}

interface Axis {
  toUnit(x: number): number
  fromUnit(u: number): number
}

function linearAxis(low: number, high: number): Axis {
  // Halves, for the difference of large numbers may overflow.
  const scale = Number.isFinite(high - low) ? 1 : 0.5
  const width = high * scale - low * scale
  return {
    // Logarithms of neighbouring numbers may be the same.
    toUnit: (x) => (width > 0 ? (x * scale - low * scale) / width : 0.5),
    fromUnit: (u) => low * (1 - u) + high * u,
  }
}

function logAxis(low: number, high: number): Axis {
  const { toUnit, fromUnit } = linearAxis(Math.log(low), Math.log(high))
  return { toUnit: (x) => toUnit(Math.log(x)), fromUnit: (u) => Math.exp(fromUnit(u)) }
}
