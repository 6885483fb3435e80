// Geometry of what is drawn, in parts of the picture.

const SMALLEST = 0.02;
const round = (value) => Math.round(value * 1e4) / 1e4;

export function clampPoint({ x, y }) {
  const clamp = (value) => round(Math.min(1, Math.max(0, value)));
  return { x: clamp(x), y: clamp(y) };
}

/** The upright rectangle between two points, no smaller than what can still be grasped. */
export function boxOf(a, b) {
  const x = Math.min(a.x, b.x, 1 - SMALLEST);
  const y = Math.min(a.y, b.y, 1 - SMALLEST);
  const width = Math.max(SMALLEST, Math.abs(a.x - b.x));
  const height = Math.max(SMALLEST, Math.abs(a.y - b.y));
  return { x: round(x), y: round(y), width: round(Math.min(width, 1 - x)), height: round(Math.min(height, 1 - y)) };
}

/** A zone keeps three corners at least. */
export function removeCorner(zone, index) {
  if (zone.outline.length > 3) {
    zone.outline.splice(index, 1);
  }
}

/** A name that is not taken: zone 1, zone 2, ... */
export function nameFor(base, taken) {
  for (let number = 1; ; number++) {
    const name = `${base} ${number}`;
    if (!taken.includes(name)) {
      return name;
    }
  }
}
