import { Episodes } from '/watch/js/episodes.js';
import { equal } from './all.js';

const at = (ms) => new Date(1_700_000_000_000 + ms).toISOString();
const result = (ms, detections, crossings = []) => ({ camera: 'gate', model: 'm', wallClock: at(ms), detections, crossings });
const seen = (label, trackId, score = 0.5) => ({ label, score, trackId, box: {} });

function told(...results) {
  const episodes = new Episodes();
  results.forEach((one) => episodes.add(one));
  return episodes.latest().map((one) => [one.label, one.end - one.start, one.tracks.size, one.score]);
}

export function joins_what_goes_on() {
  equal(told(result(0, [seen('person', 1)]), result(500, [seen('person', 1, 0.8)]), result(900, [seen('person', 2)])), [['person', 900, 2, 0.8]]);
}

export function in_any_order() {
  equal(told(result(900, [seen('person', 1)]), result(0, [seen('person', 1)])), [['person', 900, 1, 0.5]]);
}

export function a_gap_ends_it() {
  equal(told(result(0, [seen('person', 1)]), result(5000, [seen('person', 1)])).length, 2);
}

export function labels_are_told_apart() {
  equal(told(result(0, [seen('good', 1), seen('bridge', 2)])).length, 2);
}

export function crossings_are_joined_by_place_and_direction() {
  const crossing = (kind, trackId) => ({ kind, place: 'door', trackId, label: 'person' });
  const list = told(result(0, [], [crossing('ENTER', 1)]), result(100, [], [crossing('ENTER', 2)]), result(200, [], [crossing('LEAVE', 1)]));
  equal(list.map(([, , tracks]) => tracks), [1, 2]);
}

export function keeps_the_latest_only() {
  const episodes = new Episodes(10);
  for (let index = 0; index < 100; index++) {
    episodes.add(result(index * 5000, [seen('person', index)]));
  }
  equal(episodes.latest().length, 10);
  equal(new Date(episodes.latest()[0].start).toISOString(), at(99 * 5000));
}
