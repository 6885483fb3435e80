import { fragmentTimes, LiveEdge } from '/watch/js/fragment.js';
import { equal } from './all.js';

/** A moof as the gateway writes it: mfhd, traf with tfhd, tfdt and trun. */
function moof(decodeTime, flags, fields) {
  const trun = 16 + 4 + fields.length * 4;
  const traf = 8 + 16 + 20 + trun;
  const view = new DataView(new ArrayBuffer(8 + 16 + traf));
  let at = 0;
  const put = (value) => {
    view.setUint32(at, value);
    at += 4;
  };
  const head = (size, type) => {
    put(size);
    [...type].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
    at += 4;
  };
  head(8 + 16 + traf, 'moof');
  head(16, 'mfhd');
  put(0);
  put(1);
  head(traf, 'traf');
  head(16, 'tfhd');
  put(0x20000);
  put(1);
  head(20, 'tfdt');
  put(0x1000000);
  view.setBigUint64(at, BigInt(decodeTime));
  at += 8;
  head(trun, 'trun');
  put(flags);
  put(1);
  put(100);
  fields.forEach(put);
  return view.buffer;
}

export function reads_the_times() {
  equal(fragmentTimes(moof(2 ** 40, 0x701, [3000, 999, 0])), { decodeTime: 2 ** 40, duration: 3000, offset: 0 });
  equal(fragmentTimes(moof(9000, 0xf01, [3000, 999, 0, 18000])), { decodeTime: 9000, duration: 3000, offset: 18000 });
}

export function is_not_misled_by_other_bytes() {
  equal(fragmentTimes(new ArrayBuffer(0)), undefined);
  equal(fragmentTimes(new ArrayBuffer(64)), undefined);
  equal(fragmentTimes(new Uint8Array(64).fill(255).buffer), undefined);
}

export function without_reordering_the_edge_is_the_end_of_the_newest_picture() {
  const edge = new LiveEdge();
  equal(edge.end, undefined);
  edge.add({ decodeTime: 9000, duration: 3000, offset: 0 });
  equal([edge.end, edge.step, edge.reordered], [12000, 3000, false]);
}

export function pictures_sent_ahead_of_others_do_not_move_the_edge() {
  const edge = new LiveEdge();
  edge.add({ decodeTime: 0, duration: 3000, offset: 6000 });
  edge.add({ decodeTime: 3000, duration: 3000, offset: 12000 });
  equal([edge.end, edge.reordered], [12000, true]);
}
