// Times of a live fragment, read from its boxes (ISO/IEC 14496-12, clause 8.8).

const TRUN_DURATION = 0x100;
const TRUN_SIZE = 0x200;
const TRUN_FLAGS = 0x400;
const TRUN_OFFSET = 0x800;
const RECENT = 64;

/**
 * @param {ArrayBuffer} data one `moof` with one sample, and its `mdat`
 * @returns {{decodeTime: number, duration: number, offset: number}|undefined} in ticks; undefined when it is something else
 */
export function fragmentTimes(data) {
  const view = new DataView(data);
  const moof = box(view, 0, view.byteLength, 'moof');
  const traf = moof && box(view, moof.start, moof.end, 'traf');
  const tfdt = traf && box(view, traf.start, traf.end, 'tfdt');
  const trun = traf && box(view, traf.start, traf.end, 'trun');
  if (!tfdt || !trun) {
    return undefined;
  }
  const flags = view.getUint32(trun.start) & 0xffffff;
  let at = trun.start + 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0);
  const next = (present) => {
    if (!present) {
      return 0;
    }
    at += 4;
    return view.getInt32(at - 4);
  };
  const duration = next(flags & TRUN_DURATION);
  next(flags & TRUN_SIZE);
  next(flags & TRUN_FLAGS);
  const wide = view.getUint8(tfdt.start) === 1;
  return { decodeTime: wide ? Number(view.getBigUint64(tfdt.start + 4)) : view.getUint32(tfdt.start + 4), duration, offset: next(flags & TRUN_OFFSET) };
}

/** First box of this type between two positions; `start` is that of its content. */
function box(view, from, to, type) {
  for (let at = from; at + 8 <= to; ) {
    const size = view.getUint32(at);
    const name = String.fromCharCode(view.getUint8(at + 4), view.getUint8(at + 5), view.getUint8(at + 6), view.getUint8(at + 7));
    if (name === type) {
      return { start: at + 8, end: Math.min(to, at + size) };
    }
    if (size < 8) {
      return undefined;
    }
    at += size;
  }
  return undefined;
}

/**
 * Up to where a stream can be shown. Where pictures are sent in another order than shown (B-frames), a browser counts a
 * late picture as buffered before those that come between; playing up to there would stop and wait for them.
 */
export class LiveEdge {
  #offsets = [];
  #decodeTime = 0;
  #duration = 0;

  add({ decodeTime, duration, offset }) {
    this.#decodeTime = decodeTime;
    this.#duration = duration;
    this.#offsets.push(offset);
    if (this.#offsets.length > RECENT) {
      this.#offsets.shift();
    }
  }

  /** End of the last picture before which none is missing, in ticks; undefined before the first. */
  get end() {
    return this.#offsets.length ? this.#decodeTime + Math.min(...this.#offsets) + this.#duration : undefined;
  }

  /** Whether pictures are sent in another order than shown. */
  get reordered() {
    return this.#offsets.some((offset) => offset !== this.#offsets[0]);
  }

  /** Time between two pictures, in ticks. */
  get step() {
    return this.#duration;
  }
}
