const maxLength = 96;

/**
 * Text out of telemetry made safe to show: control, zero-width and direction characters become a visible mark, and long text keeps its
 * beginning and end.
 */
export function displayText(text: string, length = maxLength): string {
  const clean = text.slice(0, 4096).replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, "\u00b7");
  if (clean.length <= length) return clean;
  const head = Math.ceil((length - 1) * 0.6);
  return `${clean.slice(0, head)}\u2026${clean.slice(clean.length - (length - 1 - head))}`;
}

/** The last part of a path in either style. */
export const baseName = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== "") ?? path;
