/** 65 as 1:05, 3605 as 1:00:05. */
export function clockTime(seconds: number): string {
  const { hours, minutes, rest } = parts(seconds)
  const padded = (value: number) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${padded(minutes)}:${padded(rest)}` : `${minutes}:${padded(rest)}`
}

/** 65 as "1 minute 5 seconds". */
export function spokenTime(seconds: number): string {
  const { hours, minutes, rest } = parts(seconds)
  const said = [counted(hours, 'hour'), counted(minutes, 'minute'), counted(rest, 'second')].filter(Boolean)
  return said.join(' ') || '0 seconds'
}

function counted(count: number, unit: string): string {
  return count === 0 ? '' : `${count} ${unit}${count === 1 ? '' : 's'}`
}

function parts(seconds: number) {
  const whole = Math.floor(seconds)
  return { hours: Math.floor(whole / 3600), minutes: Math.floor(whole / 60) % 60, rest: whole % 60 }
}
