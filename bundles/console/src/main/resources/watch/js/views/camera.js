// One camera alone: live, or any recorded time, with its timeline.
import { Activity } from '../activity.js';
import { api } from '../api.js';
import { openCameraDialog } from '../dialogs/camera.js';
import { Disposables } from '../emitter.js';
import { h, replace } from '../dom.js';
import { clock, date, dateInput, endOfDay, instant, sameDay, startOfDay } from '../format.js';
import { t } from '../i18n.js';
import { icon } from '../icons.js';
import { LivePicture } from '../live-picture.js';
import { RecordedPicture } from '../recorded-picture.js';
import { cameraRoute, go } from '../route.js';
import { nearestRecorded, parseSpans } from '../spans.js';
import { Timeline } from '../timeline.js';
import { toast } from '../toast.js';

const REFRESH_MS = 5000;
const HOUR = 3600000;
const ZOOMS = { day: 25 * HOUR, hours6: 6 * HOUR, hour: HOUR, minutes10: HOUR / 6 };
const SPEEDS = [0.5, 1, 2, 4];

export class CameraView {
  #gateway;
  #camera;
  #own = new Disposables();
  #picture = null;
  #day = startOfDay(Date.now());
  #spans = [];
  #speed = 1;
  #fitted = false;

  constructor(gateway, route) {
    this.#gateway = gateway;
    this.#camera = route.id;
    this.title = gateway.nameOf(route.id);
    this.activity = new Activity(gateway, route.id);
    this.timeline = new Timeline();
    this.stage = h('div', { class: 'stage', 'data-testid': 'stage' });
    this.heading = h('h1', {}, this.title);
    this.health = h('span', { class: 'pill' });
    this.element = h('div', { class: 'camera-view', dataset: { camera: route.id, testid: 'camera-view' } }, this.#head(), this.stage, this.#deck(), this.activity.element);
    this.#own.add(() => this.activity.dispose());
    this.#own.add(() => this.timeline.dispose());
    this.#own.add(() => this.#picture?.dispose());
    this.#own.add(this.timeline.on('pick', (time) => this.#pick(time)));
    this.#own.add(this.timeline.on('view', (length) => this.#markZoom(length)));
    this.#own.add(gateway.on('statuses', () => this.#drawHead()));
    this.#own.add(gateway.on('cameras', () => this.#drawHead()));
    this.#own.every(REFRESH_MS, () => sameDay(this.#day, Date.now()) && this.#loadDay());
    this.#own.every(500, () => this.#tick());
    this.#own.listen(document, 'keydown', (event) => this.#key(event));
    this.#drawHead();
    this.#showDay(this.#day);
    this.routed(route);
  }

  dispose() {
    this.#own.dispose();
  }

  /** Another moment of the same camera was asked for. */
  routed(route) {
    const at = Number(route.query.get('at'));
    at > 0 ? this.#playFrom(at) : this.#goLive();
  }

  get #recorded() {
    return this.#picture instanceof RecordedPicture ? this.#picture : null;
  }

  #head() {
    return h(
      'div',
      { class: 'view-head' },
      h('a', { class: 'icon-button quiet', href: '#/live', 'aria-label': t('camera.back'), title: t('camera.back') }, icon('back')),
      h('div', { class: 'camera-title' }, this.heading, this.health),
      h('span', { class: 'spacer' }),
      h('button', { class: 'button', type: 'button', 'data-testid': 'edit-camera', onclick: () => this.#edit() }, icon('edit'), t('camera.edit')),
      h('button', { class: 'icon-button', type: 'button', title: t('picture.fullscreen'), 'aria-label': t('picture.fullscreen'), onclick: () => this.stage.requestFullscreen() }, icon('expand')),
    );
  }

  #deck() {
    const button = (glyph, label, action, testid) => h('button', { class: 'icon-button', type: 'button', title: t(label), 'aria-label': t(label), 'data-testid': testid, onclick: action }, icon(glyph));
    this.playButton = button('pause', 'playback.pause', () => this.#toggle(), 'play');
    this.liveButton = h('button', { class: 'button go-live', type: 'button', 'data-testid': 'go-live', onclick: () => go(cameraRoute(this.#camera)) }, t('playback.live'));
    this.time = h('span', { class: 'when', 'data-testid': 'when' });
    this.speeds = h('select', { class: 'select', 'aria-label': t('playback.speed'), onchange: (event) => this.#setSpeed(Number(event.target.value)) }, SPEEDS.map((speed) => h('option', { value: String(speed), selected: speed === 1 }, `${speed}×`)));
    this.speeds.style.width = '76px';
    this.date = h('input', { class: 'input date-input', type: 'date', 'aria-label': t('playback.date'), onchange: (event) => event.target.value && this.#showDay(startOfDay(new Date(`${event.target.value}T12:00`).getTime())) });
    this.zooms = h('div', { class: 'segmented', role: 'group', 'aria-label': t('timeline.zoom') }, Object.keys(ZOOMS).map((zoom) => h('button', { type: 'button', 'aria-pressed': String(zoom === 'day'), dataset: { zoom }, onclick: () => this.timeline.show(ZOOMS[zoom]) }, t(`timeline.${zoom}`))));
    return h(
      'div',
      { class: 'deck' },
      h(
        'div',
        { class: 'transport' },
        this.liveButton,
        button('rewind', 'playback.back', () => this.#step(-10000), 'step-back'),
        this.playButton,
        button('skip', 'playback.forward', () => this.#step(10000), 'step-forward'),
        this.time,
        h('span', { class: 'spacer' }),
        this.speeds,
        this.zooms,
        this.date,
      ),
      this.timeline.element,
      h('div', { class: 'timeline-legend' }, h('span', {}, h('i'), t('timeline.recorded')), h('span', {}, h('i', { class: 'seen' }), t('timeline.crossings')), h('span', { class: 'spacer' }), h('span', {}, t('timeline.hint'))),
    );
  }

  #drawHead() {
    const status = this.#gateway.statusOf('camera', this.#camera);
    this.heading.textContent = this.#gateway.nameOf(this.#camera);
    this.health.hidden = !status;
    if (status) {
      this.health.dataset.health = status.health;
      this.health.textContent = t(`health.${status.health}`);
    }
  }

  #edit() {
    const camera = this.#gateway.cameras.get(this.#camera);
    if (camera) {
      openCameraDialog(this.#gateway, camera);
    }
  }

  #show(picture) {
    this.#picture?.dispose();
    this.#picture = picture;
    replace(this.stage, picture.element);
    const live = !this.#recorded;
    this.liveButton.setAttribute('aria-pressed', String(live));
    this.element.dataset.mode = live ? 'live' : 'playback';
    this.#drawPlaying();
  }

  #goLive() {
    if (this.#picture && !this.#recorded) {
      return;
    }
    this.#show(new LivePicture(this.#gateway, this.#camera));
    if (!sameDay(this.#day, Date.now())) {
      this.#showDay(startOfDay(Date.now()));
    }
    this.#tick();
  }

  #playFrom(time) {
    if (!sameDay(time, this.#day)) {
      this.#showDay(startOfDay(time));
    }
    if (!this.#recorded) {
      const picture = new RecordedPicture(this.#gateway, this.#camera);
      picture.on('time', () => this.#tick());
      picture.on('playing', () => this.#drawPlaying());
      picture.on('end', (end) => this.#continueAfter(end));
      this.#show(picture);
    }
    this.#recorded.setSpeed(this.#speed);
    this.#recorded.seek(time);
    this.timeline.setTime(time);
  }

  async #continueAfter(end) {
    await this.#loadDay();
    const next = this.#spans.length ? nearestRecorded(this.#spans, end + 50) : undefined;
    if (next !== undefined && next >= end) {
      this.#recorded?.seek(next);
    } else if (Date.now() - end < 60000) {
      go(cameraRoute(this.#camera)); // playback has caught up with the present
    }
  }

  #pick(time) {
    if (time >= Date.now() - 1000) {
      go(cameraRoute(this.#camera));
      return;
    }
    const target = nearestRecorded(this.#spans, time);
    if (target === undefined) {
      toast('error', t('timeline.nothing'));
    } else {
      const route = cameraRoute(this.#camera, target);
      location.hash === route ? this.#playFrom(target) : go(route);
    }
  }

  #step(ms) {
    this.#pick((this.#recorded?.time ?? Date.now()) + ms);
  }

  #toggle() {
    if (this.#recorded) {
      this.#recorded.toggle();
    } else {
      this.#pick(Date.now() - 10000);
    }
  }

  #setSpeed(speed) {
    this.#speed = speed;
    this.#recorded?.setSpeed(speed);
  }

  #drawPlaying() {
    const playing = !this.#recorded || !this.#recorded.paused;
    replace(this.playButton, icon(playing ? 'pause' : 'play'));
    const label = t(playing ? 'playback.pause' : 'playback.play');
    this.playButton.title = label;
    this.playButton.setAttribute('aria-label', label);
  }

  #showDay(day) {
    this.#day = day;
    this.date.value = dateInput(day);
    this.date.max = dateInput(Date.now());
    this.timeline.setDay(day, endOfDay(day));
    this.timeline.setSpans((this.#spans = []));
    this.timeline.setMarks([]);
    this.#markZoom(ZOOMS.day);
    this.#loadDay();
  }

  async #loadDay() {
    const day = this.#day;
    const range = [day, endOfDay(day)];
    const [spans, crossings] = await Promise.allSettled([
      api.recordings(this.#camera, ...range),
      api.results({ camera: this.#camera, from: range[0], to: range[1], crossings: true, limit: 2000 }),
    ]);
    if (day !== this.#day) {
      return;
    }
    if (spans.status === 'fulfilled') {
      this.timeline.setSpans((this.#spans = parseSpans(spans.value)));
      this.#fitOnce();
    }
    if (crossings.status === 'fulfilled') {
      this.timeline.setMarks(crossings.value.map((result) => instant(result.wallClock)));
    }
  }

  /** A gateway that has recorded for minutes only would show them as a hair on a whole day. */
  #fitOnce() {
    if (!this.#fitted && this.#spans.length) {
      this.#fitted = true;
      const recorded = Date.now() - this.#spans[0].start;
      if (recorded < 0.8 * HOUR) {
        this.timeline.show(HOUR);
      } else if (recorded < 5 * HOUR) {
        this.timeline.show(ZOOMS.hours6);
      }
    }
  }

  #markZoom(length) {
    const names = Object.keys(ZOOMS);
    const nearest = names.find((zoom) => length >= Math.min(ZOOMS[zoom], 23 * HOUR) * 0.99) ?? names.at(-1);
    for (const button of this.zooms.children) {
      button.setAttribute('aria-pressed', String(button.dataset.zoom === nearest));
    }
  }

  #tick() {
    const time = this.#recorded?.time ?? Date.now();
    this.timeline.setTime(time);
    replace(this.time, clock(time), h('small', {}, date(time)));
  }

  #key(event) {
    if (event.target.closest('input, select, textarea, dialog, button, [role=slider]') || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const action = { ' ': () => this.#toggle(), ArrowLeft: () => this.#step(-10000), ArrowRight: () => this.#step(10000), l: () => go(cameraRoute(this.#camera)), f: () => this.stage.requestFullscreen() }[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  }
}
