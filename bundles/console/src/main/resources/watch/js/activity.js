// The list of what was seen lately, beside the pictures.
import { api } from './api.js';
import { Disposables } from './emitter.js';
import { h, replace } from './dom.js';
import { colourOf } from './appearance.js';
import { Episodes, leadIn } from './episodes.js';
import { percent, shortTrack, when } from './format.js';
import { t } from './i18n.js';
import { crossingIcon } from './icons.js';
import { cameraRoute, go } from './route.js';

const DRAW_MS = 500;
const SHOWN = 60;
const BACKLOG = 400;

export class Activity {
  #gateway;
  #camera;
  #own = new Disposables();
  #episodes = new Episodes(SHOWN);
  #changed = true;

  /** @param {string} [camera] of this camera only */
  constructor(gateway, camera = '') {
    this.#gateway = gateway;
    this.#camera = camera;
    this.list = h('ol', { 'data-testid': 'activity' });
    this.element = h('aside', { class: 'activity', 'aria-label': t('activity.title') }, h('div', { class: 'activity-head' }, h('h2', {}, t('activity.title'))), this.list);
    this.#own.add(gateway.on('result', (result) => this.#take(result)));
    this.#own.every(DRAW_MS, () => this.#draw());
    this.#fill();
    this.#draw();
  }

  dispose() {
    this.#own.dispose();
  }

  async #fill() {
    try {
      (await api.results({ camera: this.#camera, limit: BACKLOG })).forEach((result) => this.#take(result));
    } catch {
      // The banner tells that the gateway is away; what comes later is shown all the same.
    }
  }

  #take(result) {
    if (!this.#camera || result.camera === this.#camera) {
      this.#episodes.add(result);
      this.#changed = true;
    }
  }

  #draw() {
    // While somebody points at an entry it must not move away.
    if (!this.#changed || this.list.matches(':hover, :focus-within')) {
      return;
    }
    this.#changed = false;
    const latest = this.#episodes.latest().slice(0, SHOWN);
    replace(this.list, latest.length ? latest.map((episode) => h('li', {}, eventButton(this.#gateway, episode, !this.#camera))) : h('li', { class: 'empty faint' }, t('activity.empty')));
  }
}

/** What an episode says in one line. */
export function describe(episode) {
  const many = episode.tracks.size > 1 ? `${episode.label} ×${episode.tracks.size}` : '';
  if (episode.crossing) {
    const { kind, place } = episode.crossing;
    const [track] = episode.tracks;
    return t(`crossing.${kind}`, { what: many || `${episode.label} #${shortTrack(track)}`, place });
  }
  return many || episode.label;
}

function eventButton(gateway, episode, withCamera) {
  const where = [withCamera ? gateway.nameOf(episode.camera) : '', episode.model, episode.crossing ? '' : percent(episode.score)].filter(Boolean).join(' · ');
  return h(
    'button',
    { class: 'event', type: 'button', dataset: { testid: 'event', camera: episode.camera }, style: { '--swatch': colourOf(episode.label) }, onclick: () => go(cameraRoute(episode.camera, leadIn(episode))) },
    h('span', { class: 'swatch' }),
    h('span', { class: 'what' }, episode.crossing && crossingIcon(episode.crossing.kind), describe(episode)),
    h('time', { class: 'time', datetime: new Date(episode.start).toISOString() }, when(episode.start)),
    h('span', { class: 'where' }, where),
  );
}
