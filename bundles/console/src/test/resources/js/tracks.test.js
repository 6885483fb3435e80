import { Tracks } from '/watch/js/tracks.js';
import { equal } from './all.js';

const SECOND = 1000;
const seen = (x, trackId = 1, label = 'person') => ({ label, score: 0.9, box: { x, y: 0, width: 0.1, height: 0.1 }, trackId });
const result = (detections, model = 'm') => ({ model, detections });

function tracks(...entries) {
  const all = new Tracks(SECOND);
  entries.forEach(([time, ...detections]) => all.add(time, result(detections)));
  return all;
}

const places = (boxes) => boxes.map((one) => one.box.x);

export function between_two_results_a_thing_moves_in_a_straight_line() {
  const all = tracks([1000, seen(0.2)], [1200, seen(0.4)]);
  equal(places(all.at(1000)), [0.2]);
  equal(places(all.at(1050)), [0.25]);
  equal(places(all.at(1150)), [0.35]);
}

export function a_thing_that_is_gone_in_the_next_result_stays_until_then() {
  const all = tracks([1000, seen(0.2)], [1200, seen(0.8, 2)]);
  equal(places(all.at(1199)), [0.2]);
  equal(places(all.at(1200)), [0.8]);
}

export function past_the_newest_result_things_go_on_for_a_short_while() {
  const all = tracks([1000, seen(0.2)], [1200, seen(0.4)]);
  equal(places(all.at(1300)), [0.5]);
  equal(places(all.at(3000)), []);
}

export function nothing_is_shown_before_the_first_result() {
  equal(tracks([1000, seen(0.2)]).at(999), []);
}

export function a_long_gap_is_no_straight_line() {
  const all = tracks([1000, seen(0.2)], [9000, seen(0.8)]);
  equal(places(all.at(1100)), [0.2]);
  equal(places(all.at(5000)), []);
}

export function things_without_track_stay_where_they_are() {
  const all = tracks([1000, seen(0.2, null)], [1200, seen(0.4, null)]);
  equal(places(all.at(1100)), [0.2]);
}

export function models_are_told_apart() {
  const all = new Tracks(SECOND);
  all.add(1000, result([seen(0.2)], 'a'));
  all.add(1100, result([seen(0.7)], 'b'));
  equal(places(all.at(1100)), [0.2, 0.7]);
}

export function late_and_repeated_results_find_their_place() {
  const all = tracks([1200, seen(0.4)], [1000, seen(0.2)], [1000, seen(0.9)]);
  equal(places(all.at(1100)), [0.3]);
}

export function a_clock_that_began_anew_forgets_the_old_one() {
  const all = tracks([900000, seen(0.2)], [1000, seen(0.4)]);
  equal(places(all.at(1000)), [0.4]);
  equal(all.newest(), 1000);
}
