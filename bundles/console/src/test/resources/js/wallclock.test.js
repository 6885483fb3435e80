import { positionAt, timeAt } from '/watch/js/wallclock.js';
import { equal } from './all.js';

const fragments = [
  { start: 0, duration: 10, programDateTime: 100000 },
  { start: 10, duration: 10, programDateTime: 110000 },
  { start: 20, duration: 5, programDateTime: 200000 },
];

export function finds_the_time_of_a_picture() {
  equal([0, 9.5, 10, 22].map((position) => timeAt(fragments, position)), [100000, 109500, 110000, 202000]);
  equal(timeAt([], 1), undefined);
}

export function finds_the_picture_of_a_time() {
  equal([100000, 115000, 204000].map((time) => positionAt(fragments, time)), [0, 15, 24]);
}

export function a_gap_leads_to_what_comes_after() {
  equal(positionAt(fragments, 150000), 20);
  equal(positionAt(fragments, 0), 0);
}

export function past_the_end_there_is_nothing() {
  equal(positionAt(fragments, 205000), undefined);
}
