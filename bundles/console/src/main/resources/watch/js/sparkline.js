// A small curve of use over time: values 0 to 1, a gap where nothing is known.
import { svg } from './dom.js';

/** Samples further apart than this many of their distance are not joined. */
const GAP = 2.5;

/**
 * Corners of the curve, a list for each stretch without a gap.
 *
 * @param {{time: number, value: number|undefined}[]} samples oldest first
 * @param {number} from milliseconds since 1970 at the left edge
 * @param {number} to at the right edge
 * @param {number} distance usual milliseconds from sample to sample
 */
export function stretches(samples, from, to, distance, width, height) {
  const all = [];
  let last = null;
  for (const { time, value } of samples) {
    if (value === undefined || value === null || time < from || time > to) {
      last = null;
      continue;
    }
    if (last === null || time - last > GAP * distance) {
      all.push([]);
    }
    all.at(-1).push([((time - from) / (to - from)) * width, (1 - Math.min(1, Math.max(0, value))) * height]);
    last = time;
  }
  return all;
}

export function sparkline(samples, from, to, distance, label) {
  const width = 240;
  const height = 40;
  const text = (corners) => corners.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const parts = stretches(samples, from, to, distance, width, height).map((corners) => [
    svg('polygon', { points: `${corners[0][0].toFixed(1)},${height} ${text(corners)} ${corners.at(-1)[0].toFixed(1)},${height}` }),
    svg('polyline', { points: text(corners) }),
  ]);
  return svg('svg', { class: 'sparkline', viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label, 'data-testid': 'sparkline', 'data-samples': samples.length }, parts.flat());
}
