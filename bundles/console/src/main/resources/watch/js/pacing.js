// Keeps a live picture close to now: how fast to play, and when to jump.

/** Nearer than this to the newest picture, playback stops and starts with every hiccup of the network. */
const LEAST_DELAY = 0.12;
/** And with fewer pictures than this in reserve. */
const LEAST_PICTURES = 2;
/** What a decoder holds back to bring reordered pictures into order. */
const DECODER_PICTURES = 2;
const MOST_DELAY = 0.8;
const JUMP_BEHIND = 2.5;
const MARGIN = 0.05;

/**
 * What to do now.
 *
 * @param {number} position of playback, seconds
 * @param {Array<{start: number, end: number}>} buffered in order
 * @param {number} edge up to where pictures can be shown, seconds
 * @param {number} delay aimed at, see {@link targetDelay}
 * @returns {{seek?: number, rate: number}}
 */
export function pace(position, buffered, edge, delay) {
  if (!buffered.length) {
    return { rate: 1 };
  }
  const last = buffered.at(-1);
  const end = Math.min(edge, last.end);
  const behind = end - position;
  const here = buffered.find((range) => position >= range.start - 0.01 && position < range.end);
  if (!here || behind > JUMP_BEHIND) {
    // Before the first picture, in a gap, or far behind; but past the end there is nothing to do but wait.
    const waits = position >= last.end - 0.02;
    return waits ? { rate: 1 } : { seek: Math.max(last.start, end - delay), rate: 1 };
  }
  const excess = behind - delay;
  return { rate: excess > 0.5 ? 1.25 : excess > 0.12 ? 1.08 : excess < -0.06 ? 0.97 : 1 };
}

/**
 * How far behind the newest picture to play: little, but far enough that the results of a picture are mostly there when it
 * is shown.
 *
 * @param {Array<number>} lags seconds from the arrival of a picture to that of its results, lately
 * @param {number} step seconds between two pictures
 * @param {boolean} reordered whether they are sent in another order than shown
 */
export function targetDelay(lags, step, reordered) {
  const pictures = LEAST_PICTURES + (reordered ? DECODER_PICTURES : 0);
  const least = Math.min(MOST_DELAY, Math.max(LEAST_DELAY, pictures * step + MARGIN));
  if (!lags.length) {
    return least;
  }
  const sorted = [...lags].sort((a, b) => a - b);
  const typical = sorted[Math.floor((sorted.length - 1) * 0.8)];
  return Math.min(MOST_DELAY, Math.max(least, typical + MARGIN));
}
