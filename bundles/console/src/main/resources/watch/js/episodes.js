// Results told as people tell them: what was seen, where, from when to when, how many.
import { instant } from './format.js';

const GAP_MS = 2000;
const LONGEST_MS = 60000;

/**
 * Joins results into episodes: one label of one model on one camera, seen or crossing one place without a gap of more than
 * 2 s, for a minute at most. Results may come in any order of time.
 */
export class Episodes {
  #byKey = new Map();
  #most;

  /** @param {number} most episodes kept, the latest */
  constructor(most = 200) {
    this.#most = most;
    this.list = [];
  }

  clear() {
    this.#byKey.clear();
    this.list = [];
  }

  add(result) {
    const time = instant(result.wallClock);
    for (const detection of result.detections) {
      this.#see(time, result, detection, null);
    }
    for (const { kind, place, label, trackId } of result.crossings ?? []) {
      this.#see(time, result, { label, score: 0, trackId }, { kind, place });
    }
    if (this.list.length > this.#most * 1.5) {
      this.#trim();
    }
  }

  /** Newest first. */
  latest() {
    return this.list.sort((a, b) => b.start - a.start).slice(0, this.#most);
  }

  #see(time, result, { label, score, trackId }, crossing) {
    const key = [result.camera, result.model, label, crossing?.kind, crossing?.place].join('\n');
    const open = this.#byKey.get(key) ?? [];
    let episode = open.find((one) => time >= one.start - GAP_MS && time <= one.end + GAP_MS && Math.max(one.end, time) - Math.min(one.start, time) <= LONGEST_MS);
    if (!episode) {
      episode = { crossing, camera: result.camera, model: result.model, label, start: time, end: time, best: time, score, tracks: new Set() };
      this.#byKey.set(key, [...open.slice(-3), episode]);
      this.list.push(episode);
    }
    episode.start = Math.min(episode.start, time);
    episode.end = Math.max(episode.end, time);
    if (score > episode.score) {
      episode.score = score;
      episode.best = time;
    }
    if (trackId !== undefined && trackId !== null) {
      episode.tracks.add(trackId);
    }
  }

  #trim() {
    this.list = this.latest();
    const kept = new Set(this.list);
    for (const [key, open] of this.#byKey) {
      const still = open.filter((episode) => kept.has(episode));
      if (still.length) {
        this.#byKey.set(key, still);
      } else {
        this.#byKey.delete(key);
      }
    }
  }
}

/** Where playback of an episode begins: a moment before, to see it coming. */
export const leadIn = (episode) => (episode.crossing ? episode.start - 3000 : Math.max(episode.start - 1000, episode.best - 2000));
