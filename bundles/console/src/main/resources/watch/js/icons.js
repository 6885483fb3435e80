// The page's own icons, on a grid of 24, drawn with strokes.
import { svg } from './dom.js';

const PATHS = {
  live: ['M3 7a2 2 0 0 1 2-2h9a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z', 'm16 10.5 5-3v9l-5-3'],
  results: ['M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3', 'M9 9h6v6H9z'],
  status: ['M3 12h4l3-8 4 16 3-8h4'],
  links: ['M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7', 'M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17'],
  add: ['M12 5v14M5 12h14'],
  edit: ['m4 20 1-4L16 5l3 3L8 19z', 'm14 7 3 3'],
  remove: ['M4 7h16M10 7V4h4v3M6 7l1 13h10l1-13M10 11v5M14 11v5'],
  close: ['M6 6l12 12M18 6 6 18'],
  expand: ['M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5'],
  back: ['M15 5l-7 7 7 7'],
  forward: ['m9 5 7 7-7 7'],
  play: ['M7 5v14l12-7z'],
  pause: ['M8 5v14M16 5v14'],
  rewind: ['M4 12a8 8 0 1 0 2.6-5.9L4 8.5M4 4v4.5h4.5'],
  skip: ['M20 12a8 8 0 1 1-2.6-5.9L20 8.5M20 4v4.5h-4.5'],
  warning: ['M12 4 2.5 20h19z', 'M12 10v4.5M12 17.2v.1'],
  failed: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'm9 9 6 6M15 9l-6 6'],
  ok: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'm8 12.2 2.8 2.8L16 9.5'],
  unknown: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'M8 12h.1M12 12h.1M16 12h.1'],
  nosignal: ['M4 4l16 16', 'M7.5 6H14a2 2 0 0 1 2 2v3l5-3.5v9M16 17a2 2 0 0 1-2 1H5a2 2 0 0 1-2-2V8a2 2 0 0 1 1-1.7'],
  language: ['M4 6h9M8.5 4v2M11 6c-.8 4-3.5 7-7 8.5M6 9c1 2.5 3 4.5 6 5.5', 'm12.5 20 4-10 4 10M14 16.8h5'],
  sun: ['M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4'],
  moon: ['M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z'],
  zone: ['M5 8l7-4 7 5-2 10H8z'],
  line: ['M5 19 19 5', 'M3 19h4M17 5h4'],
  region: ['M4 6h16v12H4z'],
  enter: ['M13 4h6v16h-6', 'M3 12h11M10 8l4 4-4 4'],
  leave: ['M11 4H5v16h6', 'M10 12h11M17 8l4 4-4 4'],
  cross: ['M12 3v18', 'M4 12h14M14 8l4 4-4 4'],
  remedy: ['M9 18h6M10 21h4', 'M8.5 14.5C7 13.3 6 11.6 6 9.5a6 6 0 0 1 12 0c0 2.1-1 3.8-2.5 5-.5.5-.8 1-.8 1.5H9.3c0-.5-.3-1-.8-1.5z'],
  recorder: ['M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z', 'M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z'],
  model: ['M12 3 4 7.5v9L12 21l8-4.5v-9z', 'M4 7.5l8 4.5 8-4.5M12 12v9'],
  chip: ['M7 7h10v10H7z', 'M10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4'],
  store: ['M4 6.5C4 5 7.6 4 12 4s8 1 8 2.5S16.4 9 12 9 4 8 4 6.5z', 'M4 6.5v11C4 19 7.6 20 12 20s8-1 8-2.5v-11M4 12c0 1.5 3.6 2.5 8 2.5s8-1 8-2.5'],
  bundle: ['M4 8l8-4 8 4v8l-8 4-8-4z', 'M8 6l8 4v4'],
  gateway: ['M3 13h18v6H3z', 'M7 16h.1M11 16h.1M8 9.5a5.5 5.5 0 0 1 8 0M5.5 7a9 9 0 0 1 13 0'],
  eye: ['M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12z', 'M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z'],
};

/** An icon that says nothing by itself: the text or label beside it does. */
export function icon(name) {
  return svg(
    'svg',
    { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' },
    (PATHS[name] ?? PATHS.unknown).map((d) => svg('path', { d })),
  );
}

const OF_KIND = {
  camera: 'live',
  stream: 'live',
  recorder: 'recorder',
  analysis: 'results',
  model: 'model',
  accelerator: 'chip',
  placement: 'chip',
  store: 'store',
  bundle: 'bundle',
  feature: 'bundle',
  gateway: 'gateway',
};

export const kindIcon = (kind) => icon(OF_KIND[kind] ?? 'unknown');

export const healthIcon = (health) =>
  icon({ OK: 'ok', DEGRADED: 'warning', FAILED: 'failed' }[health] ?? 'unknown');

export const crossingIcon = (kind) =>
  icon({ ENTER: 'enter', LEAVE: 'leave' }[kind] ?? 'cross');
