// Where the parts of a row store and of a query lie: two records that src/row-store.ts fills and every search kernel
// reads. docs/exact-search.md derives the bounds that are kept in them.

// A row store: float32 rows, their int8 codes, and what is known of each block of rows.
export const D: usize = 0
/** Pairs of components, the last one padded: ceil(d / 2). */
export const PAIRS: usize = 4
/** A multiple of 16. */
export const ROWS_PER_BLOCK: usize = 8
export const IS_INNER_PRODUCT: usize = 12
/** float32, d to a row, without padding. */
export const ROWS: usize = 16
/** int8, in groups of 16 rows: for each pair of components, 16 times two codes. */
export const CODES: usize = 20
/** float32, |x|^2 of each row. */
export const NORMS: usize = 24
/** Four float64 to a block. */
export const HEADERS: usize = 28
/** int32 to a row; 0 when a row's number is its label. */
export const LABELS: usize = 32
/** One bit to a row, for searches that leave some out; 0 when none is left out. */
export const BITS: usize = 36
/** Whether rows with a bit set are the ones to keep, or the ones to leave out. */
export const KEEPS_SET: usize = 40

// A block's header, all float64: what a limit takes from the block, next to what it takes from the query.
/** A component is about its code times this. */
export const SCALE: usize = 0
/** What the length of a query's codes is multiplied with: the error of the rows' codes, and roundings. */
export const CODED_FACTOR: usize = 8
/** What the length of a query's error is multiplied with: the length of the rows. */
export const ERROR_FACTOR: usize = 16
/** What is added: roundings of the rows' norms; Infinity for rows too long for float32 arithmetic. */
export const SUMMAND: usize = 24
export const HEADER_BYTES: usize = 32

// A query.
/** float64; a row whose key is larger cannot be in the answer. */
export const THRESHOLD: usize = 0
/** float64, what a limit takes from the query alone: THRESHOLD, |q|^2 and roundings. */
export const Q_BASE: usize = 8
/** float64, at least the length of what the codes stand for. */
export const Q_CODED: usize = 16
/** float64, at least the length of what the codes miss. */
export const Q_ERROR: usize = 24
/** float64. */
export const Q_SCALE: usize = 32
/** The float32 components. */
export const Q_VECTOR: usize = 40
/** int16, two to a pair, in the first 4 of 16 bytes: the codes of four queries lie side by side. */
export const Q_CODES: usize = 44
/** float32, of the answers so far. */
export const Q_KEYS: usize = 48
/** int32, of the answers so far. */
export const Q_LABELS: usize = 52
/** Answers so far. */
export const Q_SIZE: usize = 56
/** Answers wanted; 0 for all within THRESHOLD. */
export const Q_K: usize = 60
/** What a row's dot product of codes is compared with, in the present block: int32, or float32 for L2. */
export const Q_LIMIT: usize = 64
/** float32, twice both scales, for L2. */
export const Q_FACTOR: usize = 68
/** float64, |q|^2. */
export const Q_NORM2: usize = 72
/** Where rows are noted until the end of the scan, to be measured then; 0 to measure each as it is found. */
export const Q_NOTED: usize = 80
/** Rows noted so far. */
export const Q_N_NOTED: usize = 84
/** Rows that can be noted: at least Q_K and 16 more. */
export const Q_ROOM: usize = 88
/** int32, the dot products of the codes of 8 rows: where those to be noted are picked from. */
export const Q_DOTS: usize = 96
export const QUERY_BYTES: usize = 128

// A noted row.
/** int32. */
export const NOTED_ROW: usize = 0
/** float32; the row's key cannot be smaller. */
export const NOTED_BOUND: usize = 4
export const NOTED_BYTES: usize = 8
