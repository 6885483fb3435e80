import { stretches } from '/watch/js/sparkline.js';
import { equal } from './all.js';

const sample = (time, value) => ({ time, value });

export function values_become_corners_of_the_picture() {
  equal(stretches([sample(0, 0), sample(10, 0.5), sample(20, 1)], 0, 40, 10, 80, 20), [[[0, 20], [20, 10], [40, 0]]]);
}

export function a_gap_in_time_is_a_gap_in_the_curve() {
  equal(stretches([sample(0, 1), sample(10, 1), sample(60, 1)], 0, 100, 10, 100, 10).length, 2);
}

export function what_is_not_known_is_not_drawn() {
  equal(stretches([sample(0, 1), sample(10, undefined), sample(20, 1)], 0, 20, 10, 20, 10), [[[0, 0]], [[20, 0]]]);
  equal(stretches([], 0, 20, 10, 20, 10), []);
}

export function what_is_outside_is_left_out() {
  equal(stretches([sample(-5, 1), sample(5, 2), sample(25, 1)], 0, 20, 10, 20, 10), [[[5, 0]]]);
}
