// The live picture of one camera with its boxes: video element, canvas, and a notice when there is nothing to see.
import { Disposables } from './emitter.js';
import { h, replace, setData } from './dom.js';
import { healthIcon, icon } from './icons.js';
import { statusText, t } from './i18n.js';
import { LiveSource } from './live-source.js';
import { Overlay } from './overlay.js';
import { pace, targetDelay } from './pacing.js';
import { Tracks } from './tracks.js';

const TICKS = 90000;
const PACE_MS = 250;
const STALE_MS = 3000;
const LAGS_KEPT = 40;

/**
 * `element` carries `data-camera`, `data-state` (connecting, waiting, live, stalled, absent, lost, unsupported), `data-frames`
 * (pictures shown), `data-boxes` (on the picture shown), `data-boxes-drawn` (in all).
 */
export class LivePicture {
  #gateway;
  #camera;
  #own = new Disposables();
  #source = null;
  #tracks = new Tracks(TICKS);
  #lags = [];
  #frames = 0;
  #boxesDrawn = 0;
  #lastFrameAt = 0;
  #bytes = 0;
  #rate = { bits: 0, frames: 0 };
  #presence = null;
  #frameRequest = 0;
  #since;

  constructor(gateway, camera) {
    this.#gateway = gateway;
    this.#camera = camera;
    this.video = h('video', { muted: true, autoplay: true, playsinline: true, tabindex: '-1', 'aria-label': gateway.nameOf(camera) });
    this.canvas = h('canvas', { 'aria-hidden': 'true' });
    this.notice = h('div', { class: 'notice', role: 'status' });
    this.element = h('div', { class: 'picture', dataset: { camera, state: 'connecting', frames: 0, boxes: 0, boxesDrawn: 0, testid: 'picture' } }, this.video, this.canvas, this.notice);
    this.overlay = new Overlay(this.canvas);
    this.#own.add(() => this.overlay.dispose());
    this.#own.add(gateway.on('result', (result) => this.#take(result)));
    this.#own.add(gateway.on('cameras', () => this.#configured()));
    this.#own.add(gateway.on('statuses', () => this.#notify()));
    this.#own.every(PACE_MS, () => this.#keepPace());
    this.#own.listen(this.video, 'error', () => this.#source?.restart());
    this.#own.listen(document, 'visibilitychange', () => this.#visibility());
    this.#configured();
    this.#connect();
    this.#nextFrame();
    this.#own.add(() => this.video.cancelVideoFrameCallback(this.#frameRequest));
    this.#notify();
  }

  /** Frames a second and bits a second as shown here. */
  get rate() {
    return this.#rate;
  }

  get state() {
    return this.element.dataset.state;
  }

  dispose() {
    this.#own.dispose();
    this.#source?.close();
    this.#source = null;
  }

  #connect() {
    const source = new LiveSource(this.#camera, this.video);
    this.#source = source;
    source.on('open', () => this.#state('waiting'));
    source.on('format', (format) => {
      this.overlay.setShape(format.width, format.height);
      this.#presence = null;
      this.#state('waiting');
      this.video.play().catch(() => {}); // muted video may always play; a refusal shows as state "waiting"
    });
    source.on('status', (status) => {
      this.#presence = status.present ? null : status;
      this.#state(status.present ? 'waiting' : 'absent');
    });
    source.on('unsupported', () => this.#state('unsupported'));
    source.on('lost', () => this.#state('lost'));
    source.on('data', (bytes) => (this.#bytes += bytes));
  }

  #visibility() {
    // A hidden page shows nothing: no reason to load the network, and it would wake up with an old picture.
    if (document.hidden) {
      this.#source?.close();
      this.#source = null;
      this.#state('connecting');
    } else if (!this.#source) {
      this.#connect();
    }
  }

  #configured() {
    this.overlay.setAnalyses(this.#gateway.cameras.get(this.#camera)?.analyses);
  }

  #take(result) {
    if (result.camera !== this.#camera) {
      return;
    }
    this.#tracks.add(result.mediaTime, result);
    const origin = this.#source?.format?.origin;
    const edge = this.#source?.edge.end;
    if (edge !== undefined) {
      const lag = (edge - (result.mediaTime - origin)) / TICKS;
      if (lag > 0 && lag < 3) {
        this.#lags.push(lag);
        this.#lags.splice(0, this.#lags.length - LAGS_KEPT);
      }
    }
  }

  #nextFrame() {
    this.#frameRequest = this.video.requestVideoFrameCallback((now, metadata) => {
      this.#shown(metadata);
      this.#nextFrame();
    });
  }

  #shown(metadata) {
    const origin = this.#source?.format?.origin;
    if (origin === undefined) {
      return;
    }
    const boxes = this.#tracks.at(origin + Math.round(metadata.mediaTime * TICKS));
    const count = this.overlay.draw(boxes);
    this.#boxesDrawn += count;
    this.#frames++;
    this.#lastFrameAt = performance.now();
    setData(this.element, { frames: this.#frames, boxes: count, boxesDrawn: this.#boxesDrawn });
    if (this.state !== 'absent') {
      this.#state('live');
    }
  }

  #keepPace() {
    this.#measure();
    const stale = performance.now() - this.#lastFrameAt > STALE_MS;
    if (this.state === 'live' && stale) {
      this.#state('stalled');
    }
    const buffered = rangesOf(this.video.buffered);
    const edge = this.#source?.edge;
    if (!buffered.length || this.video.seeking || edge?.end === undefined) {
      return;
    }
    const delay = targetDelay(this.#lags, edge.step / TICKS, edge.reordered);
    const { seek, rate } = pace(this.video.currentTime, buffered, edge.end / TICKS, delay);
    if (seek !== undefined && Math.abs(seek - this.video.currentTime) > 0.01) {
      this.video.currentTime = seek;
    }
    if (this.video.playbackRate !== rate) {
      this.video.playbackRate = rate;
    }
    if (this.video.paused && !document.hidden) {
      this.video.play().catch(() => {});
    }
  }

  #measure() {
    const now = performance.now();
    this.#since ??= { now, frames: this.#frames, bytes: this.#bytes };
    const seconds = (now - this.#since.now) / 1000;
    if (seconds >= 2) {
      this.#rate = { frames: (this.#frames - this.#since.frames) / seconds, bits: ((this.#bytes - this.#since.bytes) * 8) / seconds };
      this.#since = { now, frames: this.#frames, bytes: this.#bytes };
    }
  }

  #state(state) {
    if (this.state !== state) {
      this.element.dataset.state = state;
      this.element.dispatchEvent(new CustomEvent('statechange', { bubbles: true }));
      this.#notify();
    }
  }

  /** Over the picture, why there is none: the camera's own status knows best. */
  #notify() {
    const state = this.state;
    this.notice.hidden = state === 'live';
    if (state === 'live') {
      return;
    }
    const status = this.#gateway.statusOf('camera', this.#camera);
    const troubled = status && (status.health === 'FAILED' || status.health === 'DEGRADED');
    this.notice.className = `notice${state === 'stalled' ? ' waiting' : ''}`;
    this.notice.dataset.health = troubled ? status.health : '';
    if (troubled) {
      const { message, remedy } = statusText(status);
      replace(this.notice, healthIcon(status.health), h('strong', {}, message), h('span', {}, remedy));
    } else if (state === 'absent') {
      const { message, remedy } = statusText(this.#presence ?? { code: 'live.absent', message: t('picture.absent') });
      replace(this.notice, icon('nosignal'), h('strong', {}, message), h('span', {}, remedy));
    } else if (state === 'unsupported') {
      replace(this.notice, icon('nosignal'), h('strong', {}, t('picture.unsupported')), h('span', {}, t('picture.unsupported.remedy')));
    } else {
      replace(this.notice, h('div', { class: 'spinner' }), h('span', {}, t(`picture.${state}`)));
    }
  }
}

export function rangesOf(ranges) {
  return Array.from({ length: ranges.length }, (_, index) => ({ start: ranges.start(index), end: ranges.end(index) }));
}
