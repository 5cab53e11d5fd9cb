/** A whole number from 0 below 2 ** 32 that follows from a text (FNV-1a over its UTF-16 units). */
export function hashOf(text: string): number {
  let hash = 2166136261
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619)
  return hash >>> 0
}
