// Times and numbers as people read them, in the browser's zone and the page's language.
import { currentLanguage, t } from './i18n.js';

const cache = new Map();

function formatter(options) {
  const key = currentLanguage() + JSON.stringify(options);
  if (!cache.has(key)) {
    cache.set(key, new Intl.DateTimeFormat(currentLanguage(), { hourCycle: 'h23', ...options }));
  }
  return cache.get(key);
}

const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit' };

/** Milliseconds since 1970 of an ISO instant, with what is finer than that as a fraction. */
export function instant(text) {
  const fraction = /\.(\d{4,9})Z$/.exec(text);
  return Date.parse(text) + (fraction ? Number(`0.${fraction[1].slice(3)}`) : 0);
}

export const clock = (ms) => formatter(CLOCK).format(ms);

export const shortClock = (ms) => formatter({ hour: '2-digit', minute: '2-digit' }).format(ms);

export const date = (ms) => formatter({ year: 'numeric', month: 'short', day: 'numeric' }).format(ms);

/** The time, with the date when it is not today. */
export function when(ms) {
  return sameDay(ms, Date.now()) ? clock(ms) : `${formatter({ month: 'short', day: 'numeric' }).format(ms)} ${clock(ms)}`;
}

export const exactly = (ms) => formatter({ dateStyle: 'full', timeStyle: 'long' }).format(ms);

export function sameDay(a, b) {
  return startOfDay(a) === startOfDay(b);
}

export function startOfDay(ms) {
  const day = new Date(ms);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}

/** Local midnight after the day of this time; days with a change of clocks have 23 or 25 hours. */
export function endOfDay(ms) {
  const day = new Date(startOfDay(ms));
  day.setDate(day.getDate() + 1);
  return day.getTime();
}

/** As `<input type="date">` wants it. */
export function dateInput(ms) {
  const day = new Date(ms);
  const two = (n) => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** How long ago, in the largest fitting unit. */
export function ago(ms) {
  const seconds = Math.max(0, Math.round((Date.now() - ms) / 1000));
  const [unit, size] = seconds < 60 ? ['second', 1] : seconds < 3600 ? ['minute', 60] : seconds < 86400 ? ['hour', 3600] : ['day', 86400];
  const count = Math.floor(seconds / size);
  return seconds < 5 ? t('time.now') : new Intl.RelativeTimeFormat(currentLanguage(), { style: 'long' }).format(-count, unit);
}

export const percent = (score) => `${Math.round(score * 100)}%`;

export function bitRate(bitsPerSecond) {
  return bitsPerSecond >= 1e6 ? `${(bitsPerSecond / 1e6).toFixed(1)} Mb/s` : `${Math.round(bitsPerSecond / 1e3)} kb/s`;
}

/** Track ids are unique for years; people tell apart the few on a screen by the last digits. */
export const shortTrack = (id) => id % 10000;
