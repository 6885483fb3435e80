// What was found, by camera, label and time.
import { api } from '../api.js';
import { colourOf } from '../appearance.js';
import { describe } from '../activity.js';
import { Disposables } from '../emitter.js';
import { h, replace, uniqueId } from '../dom.js';
import { Episodes, leadIn } from '../episodes.js';
import { clock, exactly, instant, percent, when } from '../format.js';
import { t } from '../i18n.js';
import { crossingIcon, icon } from '../icons.js';
import { cameraRoute, go } from '../route.js';
import { toastProblem } from '../toast.js';

const PAGE = 500;
const DRAW_MS = 700;

export class ResultsView {
  #gateway;
  #own = new Disposables();
  #episodes = new Episodes(1000);
  #oldest = null;
  #changed = false;
  #generation = 0;
  #timer = null;

  constructor(gateway, route) {
    this.#gateway = gateway;
    this.title = t('nav.results');
    this.rows = h('tbody', { 'data-testid': 'results' });
    this.more = h('div', { class: 'more' }, h('button', { class: 'button', type: 'button', onclick: () => this.#load(true) }, t('results.older')));
    this.element = h('div', { class: 'page' }, h('div', { class: 'view-head' }, h('h1', {}, t('results.title'))), this.#filters(route.query), this.#table(), this.more);
    this.#own.add(gateway.on('result', (result) => this.#take(result)));
    this.#own.add(gateway.on('cameras', () => this.#fillCameras()));
    this.#own.add(gateway.on('models', () => this.#fillLabels()));
    this.#own.every(DRAW_MS, () => this.#changed && this.#draw());
    this.#own.add(() => clearTimeout(this.#timer));
    this.#load(false);
  }

  dispose() {
    this.#own.dispose();
  }

  #filters(query) {
    const later = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#load(false), 250);
    };
    const labels = uniqueId('labels');
    this.labelNames = h('datalist', { id: labels });
    this.camera = h('select', { class: 'select', 'data-testid': 'filter-camera', onchange: later });
    this.label = h('input', { class: 'input', type: 'search', list: labels, placeholder: t('results.label.any'), autocomplete: 'off', 'data-testid': 'filter-label', oninput: later });
    this.from = h('input', { class: 'input', type: 'datetime-local', step: '1', 'data-testid': 'filter-from', onchange: later });
    this.to = h('input', { class: 'input', type: 'datetime-local', step: '1', 'data-testid': 'filter-to', onchange: later });
    this.crossings = h('input', { type: 'checkbox', 'data-testid': 'filter-crossings', onchange: later });
    this.wantedCamera = query.get('camera') ?? '';
    this.#fillCameras();
    this.#fillLabels();
    const field = (key, input) => h('label', {}, h('span', {}, t(key)), input);
    return h(
      'form',
      { class: 'filters', role: 'search', onsubmit: (event) => event.preventDefault() },
      field('results.camera', this.camera),
      field('results.label', this.label),
      field('results.from', this.from),
      field('results.to', this.to),
      h('label', { class: 'check' }, this.crossings, t('results.crossings')),
      h('button', { class: 'button', type: 'reset', onclick: () => setTimeout(later) }, t('results.reset')),
      this.labelNames,
    );
  }

  #fillCameras() {
    const chosen = this.camera.value || this.wantedCamera;
    replace(
      this.camera,
      h('option', { value: '' }, t('results.camera.any')),
      this.#gateway.cameraList().map((camera) => h('option', { value: camera.id, selected: camera.id === chosen }, camera.name)),
    );
  }

  #fillLabels() {
    const names = new Set([...this.#gateway.models.values()].flatMap((model) => model.labels ?? []));
    replace(this.labelNames, [...names].sort().map((name) => h('option', { value: name })));
  }

  #table() {
    const head = ['results.time', 'results.camera', 'results.what', 'results.score', 'results.model'];
    return h('table', { class: 'table' }, h('thead', {}, h('tr', {}, head.map((key) => h('th', { scope: 'col' }, t(key))))), this.rows);
  }

  #query() {
    const time = (input) => (input.value ? new Date(input.value).getTime() : undefined);
    return { camera: this.camera.value || this.wantedCamera, label: this.label.value.trim(), from: time(this.from), to: time(this.to), crossings: this.crossings.checked };
  }

  async #load(older) {
    const generation = ++this.#generation;
    const query = this.#query();
    if (older && this.#oldest !== null) {
      query.to = this.#oldest;
    }
    this.wantedCamera = '';
    try {
      const results = await api.results({ ...query, limit: PAGE });
      if (generation !== this.#generation) {
        return;
      }
      if (!older) {
        this.#episodes.clear();
      }
      results.forEach((result) => this.#add(result, query));
      this.#oldest = results.length ? Math.min(...results.map((result) => instant(result.wallClock))) : this.#oldest;
      this.more.hidden = results.length < PAGE;
      this.#draw();
    } catch (problem) {
      toastProblem(problem);
    }
  }

  /** New results join the list as they come, unless a time is asked for that is over. */
  #take(result) {
    const query = this.#query();
    const time = instant(result.wallClock);
    const fits =
      (!query.camera || query.camera === result.camera) && (query.from === undefined || time >= query.from) && (query.to === undefined || time < query.to);
    if (fits) {
      this.#add(result, query);
      this.#changed = true;
    }
  }

  #add(result, query) {
    const wanted = (label) => !query.label || label === query.label;
    this.#episodes.add({
      ...result,
      detections: query.crossings ? [] : result.detections.filter((one) => wanted(one.label)),
      crossings: (result.crossings ?? []).filter((one) => wanted(one.label)),
    });
  }

  #draw() {
    if (this.rows.matches(':hover, :focus-within')) {
      return;
    }
    this.#changed = false;
    const latest = this.#episodes.latest();
    replace(
      this.rows,
      latest.length
        ? latest.map((episode) => this.#row(episode))
        : h('tr', {}, h('td', { colspan: '5' }, h('div', { class: 'empty' }, icon('results'), h('h2', {}, t('results.empty')), h('p', {}, t('results.empty.hint'))))),
    );
  }

  #row(episode) {
    const open = () => go(cameraRoute(episode.camera, leadIn(episode)));
    const span = episode.end - episode.start >= 1000 ? ` – ${clock(episode.end)}` : '';
    return h(
      'tr',
      { class: 'link', tabindex: '0', role: 'link', dataset: { testid: 'result', camera: episode.camera, label: episode.label }, onclick: open, onkeydown: (event) => event.key === 'Enter' && open() },
      h('td', { class: 'num' }, h('time', { datetime: new Date(episode.start).toISOString(), title: exactly(episode.start) }, when(episode.start)), h('span', { class: 'faint' }, span)),
      h('td', {}, this.#gateway.nameOf(episode.camera)),
      h('td', {}, h('span', { class: 'chip', style: { '--swatch': colourOf(episode.label) } }, episode.crossing ? crossingIcon(episode.crossing.kind) : h('i'), describe(episode))),
      h('td', { class: 'num' }, episode.crossing ? '' : percent(episode.score)),
      h('td', { class: 'faint' }, episode.model),
    );
  }
}
