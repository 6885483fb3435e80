import { nearestRecorded, parseSpans } from '/watch/js/spans.js';
import { equal } from './all.js';

const spans = parseSpans([
  { start: '2026-01-01T00:00:10Z', end: '2026-01-01T00:00:20Z' },
  { start: '2026-01-01T00:01:00.000500Z', end: '2026-01-01T00:02:00Z' },
]);
const time = (text) => Date.parse(`2026-01-01T${text}Z`);

export function a_recorded_time_is_itself() {
  equal(nearestRecorded(spans, time('00:00:15')), time('00:00:15'));
}

export function a_gap_leads_to_what_comes_after() {
  equal(nearestRecorded(spans, time('00:00:30')), time('00:01:00') + 0.5);
  equal(nearestRecorded(spans, 0), time('00:00:10'));
}

export function past_the_end_is_the_last_second() {
  equal(nearestRecorded(spans, time('09:00:00')), time('00:01:59'));
  equal(nearestRecorded([], 0), undefined);
}
