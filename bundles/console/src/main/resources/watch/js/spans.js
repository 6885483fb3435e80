// Recorded spans: parsing and looking up.
import { instant } from './format.js';

export const parseSpans = (spans) => spans.map((span) => ({ start: instant(span.start), end: instant(span.end) }));

/**
 * The nearest moment at or after this time that was recorded; the end of the last span where there is none after it.
 *
 * @returns {number|undefined} undefined when nothing was recorded
 */
export function nearestRecorded(spans, time) {
  for (const span of spans) {
    if (time < span.end) {
      return Math.max(time, span.start);
    }
  }
  return spans.length ? Math.max(spans.at(-1).start, spans.at(-1).end - 1000) : undefined;
}
