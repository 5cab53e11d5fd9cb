/** A whole number with its thousands apart. */
export function count(value: number): string {
  return value.toLocaleString('en')
}

/** A figure to four digits behind the point; a dash for what is not known. */
export function score(value: number): string {
  return Number.isFinite(value) ? value.toFixed(4).replace('-', '−') : '–'
}

/** A figure to four digits that count, whatever its size. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return Number.isInteger(value) ? count(value) : value.toLocaleString('en', { maximumSignificantDigits: 4 })
}

/** A share of 1 in percent, on one line. */
export function percent(share: number, digits = 1): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(digits).replace('-', '−')}\u00a0%` : '–'
}

/** A p value, as far down as anybody asks. */
export function pValueText(pValue: number): string {
  return pValue < 0.0001 ? '< 0.0001' : score(pValue)
}
