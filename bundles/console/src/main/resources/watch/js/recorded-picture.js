// A recorded time of one camera with its boxes: HLS through hls.js, results by the picture's wall clock.
import { api } from './api.js';
import { Disposables, Emitter } from './emitter.js';
import { h, replace, setData } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { instant } from './format.js';
import { Overlay } from './overlay.js';
import { Tracks } from './tracks.js';
import { positionAt, timeAt } from './wallclock.js';

const MINUTE = 60000;
/** Kept in the playlist before the wanted moment, to step back without loading anew; and after it. */
const BEFORE = 2 * MINUTE;
const AFTER = 30 * MINUTE;
const RESULT_CHUNK = 20000;
const RESULTS_AHEAD = 8000;
const MOST_RESULTS = 5000;

let library = null;

/** The library is large and most visits never play a recording: it is loaded with the first. */
async function loadHls() {
  library ??= import('../lib/hls.light.min.js').then(() => globalThis.Hls);
  return library;
}

/**
 * Emits `time` (ms of the picture shown), `playing` (boolean), `end` (ms where the recording ends for now). `element` carries
 * the same data attributes as a live picture, with states loading, playing, paused, ended, failed.
 */
export class RecordedPicture extends Emitter {
  #camera;
  #own = new Disposables();
  #hls = null;
  #fragments = [];
  #wanted = 0;
  #tracks = new Tracks(1000, 7200);
  #results = { from: 0, to: 0, busy: false };
  #frames = 0;
  #boxesDrawn = 0;
  #generation = 0;
  #frameRequest = 0;

  constructor(gateway, camera) {
    super();
    this.#camera = camera;
    this.video = h('video', { muted: true, playsinline: true, tabindex: '-1', 'aria-label': gateway.nameOf(camera) });
    this.canvas = h('canvas', { 'aria-hidden': 'true' });
    this.notice = h('div', { class: 'notice', role: 'status' });
    this.element = h('div', { class: 'picture', dataset: { camera, state: 'loading', frames: 0, boxes: 0, boxesDrawn: 0, testid: 'recorded-picture' } }, this.video, this.canvas, this.notice);
    this.overlay = new Overlay(this.canvas);
    this.overlay.setAnalyses(gateway.cameras.get(camera)?.analyses);
    this.#own.add(() => this.overlay.dispose());
    this.#own.listen(this.video, 'loadedmetadata', () => this.overlay.setShape(this.video.videoWidth, this.video.videoHeight));
    this.#own.listen(this.video, 'resize', () => this.overlay.setShape(this.video.videoWidth, this.video.videoHeight));
    this.#own.listen(this.video, 'play', () => this.#playing(true));
    this.#own.listen(this.video, 'pause', () => this.#playing(false));
    this.#own.listen(this.video, 'ended', () => this.#ended());
    this.#nextFrame();
    this.#own.add(() => this.video.cancelVideoFrameCallback(this.#frameRequest));
  }

  dispose() {
    this.#generation++;
    this.#own.dispose();
    this.#hls?.destroy();
    this.#hls = null;
  }

  /** Time of the picture shown, ms; the wanted one while it is loading. */
  get time() {
    return timeAt(this.#fragments, this.video.currentTime) ?? this.#wanted;
  }

  get paused() {
    return this.video.paused;
  }

  /** Shows the picture of this time and plays on from there. */
  async seek(time) {
    this.#wanted = time;
    const covered = this.#fragments.length && time >= this.#fragments[0].programDateTime;
    const position = covered ? positionAt(this.#fragments, time) : undefined;
    if (position !== undefined) {
      this.video.currentTime = position;
      this.play();
    } else {
      await this.#load(time);
    }
  }

  play() {
    this.video.play().catch(() => {}); // interrupted by the next seek or load
  }

  toggle() {
    if (this.video.paused) {
      this.play();
    } else {
      this.video.pause();
    }
  }

  setSpeed(speed) {
    this.video.defaultPlaybackRate = speed;
    this.video.playbackRate = speed;
  }

  async #load(time) {
    const generation = ++this.#generation;
    this.#state('loading');
    const Hls = await loadHls();
    if (generation !== this.#generation) {
      return;
    }
    this.#hls?.destroy();
    this.#fragments = [];
    // No worker: the page's policy allows scripts of this gateway only, and fragmented MP4 passes through anyway.
    const hls = new Hls({ autoStartLoad: false, enableWorker: false, maxBufferLength: 20, backBufferLength: 60 });
    this.#hls = hls;
    hls.on(Hls.Events.LEVEL_LOADED, (event, data) => this.#loaded(hls, data.details.fragments));
    hls.on(Hls.Events.ERROR, (event, data) => this.#failed(Hls, hls, data));
    hls.loadSource(api.playlist(this.#camera, time - BEFORE, time + AFTER));
    hls.attachMedia(this.video);
  }

  #loaded(hls, fragments) {
    const first = this.#fragments.length === 0;
    this.#fragments = fragments;
    if (!first) {
      return;
    }
    if (!fragments.length) {
      this.#state('failed');
      return;
    }
    hls.startLoad(positionAt(fragments, this.#wanted) ?? Math.max(0, fragments.at(-1).start));
    this.play();
  }

  #failed(Hls, hls, data) {
    if (!data.fatal || hls !== this.#hls) {
      return;
    }
    if (data.type === Hls.ErrorTypes.MEDIA_ERROR) {
      hls.recoverMediaError();
    } else {
      this.#state('failed');
    }
  }

  #ended() {
    const last = this.#fragments.at(-1);
    const end = last ? last.programDateTime + last.duration * 1000 : this.#wanted;
    this.#fragments = [];
    this.#state('ended');
    this.emit('end', end);
  }

  #playing(playing) {
    if (this.#fragments.length) {
      this.#state(playing ? 'playing' : 'paused');
    }
    this.emit('playing', playing);
  }

  #nextFrame() {
    this.#frameRequest = this.video.requestVideoFrameCallback((now, metadata) => {
      this.#shown(metadata.mediaTime);
      this.#nextFrame();
    });
  }

  #shown(position) {
    const time = timeAt(this.#fragments, position);
    if (time === undefined) {
      return;
    }
    this.#wanted = time;
    this.#fetchResults(time);
    const count = this.overlay.draw(this.#tracks.at(time));
    this.#boxesDrawn += count;
    setData(this.element, { frames: ++this.#frames, boxes: count, boxesDrawn: this.#boxesDrawn, time: Math.round(time) });
    this.#state(this.video.paused ? 'paused' : 'playing');
    this.emit('time', time);
  }

  async #fetchResults(time) {
    const window = this.#results;
    const inside = time >= window.from && time < window.to;
    if (window.busy || (inside && time + RESULTS_AHEAD < window.to)) {
      return;
    }
    const from = inside ? window.to : time - 3000;
    const to = from + RESULT_CHUNK;
    window.busy = true;
    try {
      const results = await api.results({ camera: this.#camera, from, to, order: 'asc', limit: MOST_RESULTS });
      if (!inside) {
        this.#tracks.clear();
        window.from = from;
      }
      // A chunk with more than a page of results ends where the page does.
      window.to = results.length === MOST_RESULTS ? instant(results.at(-1).wallClock) : to;
      // What the near future will still bring must be asked for again.
      window.to = Math.min(window.to, Math.max(Date.now() - 1000, time + 1));
      results.forEach((result) => this.#tracks.add(instant(result.wallClock), result));
    } catch {
      window.from = window.to = 0; // asked for again with the next picture
    } finally {
      window.busy = false;
    }
  }

  #state(state) {
    if (this.element.dataset.state === state) {
      return;
    }
    this.element.dataset.state = state;
    this.notice.hidden = state === 'playing' || state === 'paused';
    if (state === 'failed') {
      replace(this.notice, icon('nosignal'), h('strong', {}, t('playback.failed')), h('span', {}, t('playback.failed.remedy')));
    } else if (state === 'loading') {
      replace(this.notice, h('div', { class: 'spinner' }), h('span', {}, t('playback.loading')));
    } else {
      replace(this.notice, h('span', {}, t('playback.ended')));
    }
  }
}
