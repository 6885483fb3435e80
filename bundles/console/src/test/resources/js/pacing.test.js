import { pace, targetDelay } from '/watch/js/pacing.js';
import { equal } from './all.js';

const buffered = [{ start: 10, end: 20 }];

export function plays_at_normal_speed_where_it_should_be() {
  equal(pace(19.8, buffered, 20, 0.2), { rate: 1 });
}

export function jumps_to_the_first_pictures() {
  equal(pace(0, buffered, 20, 0.2), { seek: 19.8, rate: 1 });
}

export function jumps_when_far_behind_and_hurries_when_a_little() {
  equal(pace(12, buffered, 20, 0.2), { seek: 19.8, rate: 1 });
  equal(pace(19, buffered, 20, 0.2).rate > 1.1, true);
  equal(pace(19.6, buffered, 20, 0.2).rate > 1, true);
}

export function waits_when_it_has_shown_everything() {
  equal(pace(20, buffered, 20, 0.2), { rate: 1 });
}

export function slows_down_when_too_near() {
  equal(pace(19.95, buffered, 20, 0.2).rate < 1, true);
}

export function leaves_a_gap_behind() {
  equal(pace(20.5, [{ start: 10, end: 20 }, { start: 25, end: 26 }], 26, 0.2), { seek: 25.8, rate: 1 });
}

export function never_jumps_before_the_first_picture() {
  equal(pace(0, [{ start: 25, end: 25.1 }], 25.1, 0.5), { seek: 25, rate: 1 });
}

export function keeps_what_a_slow_or_reordered_stream_needs() {
  equal(targetDelay([], 1 / 30, false), 0.12);
  equal(targetDelay([], 0.1, false), 0.25);
  equal(targetDelay([], 0.1, true), 0.45);
}

export function waits_for_results_but_not_for_long() {
  equal(targetDelay([0.2, 0.3, 0.3, 0.3, 9], 0.03, false), 0.35);
  equal(targetDelay([5, 5, 5], 0.03, false), 0.8);
}
