export type { Metric } from '@redux/kernels'
