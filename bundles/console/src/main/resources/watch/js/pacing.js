// Keeps a live picture close to now: how fast to play, and when to jump.

/** Nearer than this to the newest picture, playback stops and starts with every hiccup of the network. */
const LEAST_DELAY = 0.12;
const MOST_DELAY = 0.8;
const JUMP_BEHIND = 2.5;
const MARGIN = 0.05;

/**
 * What to do now.
 *
 * @param {number} position of playback, seconds
 * @param {Array<{start: number, end: number}>} buffered in order
 * @param {number} delay aimed at, see {@link targetDelay}
 * @returns {{seek?: number, rate: number}}
 */
export function pace(position, buffered, delay) {
  if (!buffered.length) {
    return { rate: 1 };
  }
  const last = buffered.at(-1);
  const behind = last.end - position;
  const here = buffered.find((range) => position >= range.start - 0.01 && position < range.end);
  if (!here || behind > JUMP_BEHIND) {
    // Before the first picture, in a gap, or far behind; but past the end there is nothing to do but wait.
    return behind < 0.02 && last.end > 0 && position >= last.start
      ? { rate: 1 }
      : { seek: Math.max(last.start, last.end - delay), rate: 1 };
  }
  const excess = behind - delay;
  return { rate: excess > 0.5 ? 1.25 : excess > 0.12 ? 1.08 : excess < -0.06 ? 0.97 : 1 };
}

/**
 * How far behind the newest picture to play: little, but far enough that the results of a picture are mostly there when it
 * is shown.
 *
 * @param {Array<number>} lags seconds from the arrival of a picture to that of its results, lately
 */
export function targetDelay(lags) {
  if (!lags.length) {
    return LEAST_DELAY;
  }
  const sorted = [...lags].sort((a, b) => a - b);
  const typical = sorted[Math.floor((sorted.length - 1) * 0.8)];
  return Math.min(MOST_DELAY, Math.max(LEAST_DELAY, typical + MARGIN));
}
