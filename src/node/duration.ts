const units = [
  { name: 'd', ms: 86_400_000, below: 'h' },
  { name: 'h', ms: 3_600_000, below: 'm' },
  { name: 'm', ms: 60_000, below: 's' },
] as const;

/** A time span in words: `4s`, `1m 04s`, `2h 05m`, `3d 04h`. */
export function duration(ms: number): string {
  const whole = Math.max(0, Math.round(ms / 1000)) * 1000;
  const largest = units.find((unit) => whole >= unit.ms);
  if (largest === undefined) return `${whole / 1000}s`;
  const { ms: below = 1000 } = units[units.indexOf(largest) + 1] ?? {};
  const rest = Math.floor((whole % largest.ms) / below);
  return `${Math.floor(whole / largest.ms)}${largest.name} ${String(rest).padStart(2, '0')}${largest.below}`;
}
