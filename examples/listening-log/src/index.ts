export { CSV_HEADER, csvLines } from './csv.js'
export {
  generateListeningLog,
  type Listen,
  type ListeningLog,
  type ListeningLogOptions,
} from './listening-log.js'
export type { Taste } from './taste.js'
export { writeListeningLog, writeTruth } from './write.js'
