// What this gateway has, how busy it is, which models are loaded and who uses what, and why there.
import { api } from '../api.js';
import { CompressionPanel } from '../compression.js';
import { Disposables } from '../emitter.js';
import { h, replace } from '../dom.js';
import { instant, percent } from '../format.js';
import { has, statusText, t } from '../i18n.js';
import { icon } from '../icons.js';
import { sparkline } from '../sparkline.js';

const REFRESH_MS = 5000;
const HISTORY_MS = 10000;
const MINUTES = 60;
const QUARANTINED = 'accelerator.model.quarantined';
const HEALTH = { READY: 'OK', HOT: 'DEGRADED', FAILED: 'FAILED', CLAIMED_TWICE: 'DEGRADED' };

export class ResourcesView {
  #gateway;
  #own = new Disposables();
  #gone = false;
  #history = { samples: [], secondsPerSample: 10 };
  #accelerators = [];
  #leases = [];
  #open = new Set();

  constructor(gateway) {
    this.#gateway = gateway;
    this.title = t('nav.resources');
    this.figures = h('div', { class: 'figures', 'data-testid': 'figures' });
    this.accelerators = h('div', { class: 'accelerators' });
    this.models = h('tbody', { 'data-testid': 'loaded-models' });
    this.leases = h('ul', { class: 'leases', 'data-testid': 'leases' });
    this.problem = h('div', { class: 'form-error', role: 'alert', hidden: true, 'data-testid': 'resources-problem' });
    this.compressions = new CompressionPanel(gateway);
    this.element = h(
      'div',
      { class: 'page' },
      h('div', { class: 'view-head' }, h('h1', {}, t('resources.title'))),
      this.problem,
      this.figures,
      section('chip', t('resources.accelerators'), this.accelerators),
      section('model', t('resources.models'), h('table', { class: 'table' }, h('thead', {}, h('tr', {}, ['model', 'accelerator', 'precision', 'median', 'worst', 'users'].map((key) => h('th', { scope: 'col' }, t(`resources.column.${key}`))))), this.models)),
      section('results', t('resources.users'), this.leases),
      section('model', t('compression.title'), this.compressions.element),
    );
    this.#own.every(REFRESH_MS, () => this.#refresh());
    this.#own.every(HISTORY_MS, () => this.#loadHistory());
    this.#own.add(gateway.on('cameras', () => this.#draw()));
    this.#own.add(gateway.on('statuses', () => this.#draw()));
    this.#refresh();
    this.#loadHistory();
  }

  dispose() {
    this.#gone = true;
    this.#own.dispose();
  }

  async #refresh() {
    await this.#ask(async () => {
      const [accelerators, leases, resources] = await Promise.all([api.accelerators(), api.placement(), api.resources()]);
      this.#accelerators = accelerators;
      this.#leases = leases;
      this.#drawFigures(resources);
      this.#draw();
      await this.compressions.refresh();
    });
  }

  async #loadHistory() {
    await this.#ask(async () => {
      this.#history = await api.resourceHistory(MINUTES);
      this.#draw();
    });
  }

  /** What comes after the view has gone is of no use to anybody. */
  async #ask(question) {
    try {
      await question();
      this.problem.hidden = true;
    } catch (problem) {
      if (!this.#gone) {
        const { message, remedy } = statusText(problem);
        replace(this.problem, icon('warning'), h('div', {}, h('p', {}, message), remedy && h('p', {}, remedy)));
        this.problem.hidden = false;
      }
    }
  }

  #drawFigures({ TotalResource: total, AvailableResource: available }) {
    const all = total.ResourceInfo;
    const free = available.ResourceInfo;
    const of = (name) => [free.CommonResource[`Available${name}`], all.CommonResource[`Total${name}`]];
    const [freeMemory, memory] = of('Memory');
    const [freeStorage, storage] = of('Storage');
    const video = (all.VideoProcessResource ?? []).map((format) => {
      const left = free.VideoProcessResource?.find((one) => one.FormatName === format.FormatName)?.AvailDecodePerf;
      return figure(t('resources.decoding', { format: format.FormatName }), `${left ?? '–'} / ${format.Decoding?.MaxPerf ?? '–'}`, t('resources.decoding.unit'));
    });
    replace(
      this.figures,
      figure(t('resources.cpu'), percent(1 - free.CommonResource.AvailableCPU / 100), t('resources.used')),
      figure(t('resources.memory'), percent(part(memory - freeMemory, memory)), t('resources.of', { total: size(memory) })),
      figure(t('resources.storage'), percent(part(storage - freeStorage, storage)), t('resources.of', { total: size(storage) })),
      video.length ? video : figure(t('resources.decoding', { format: 'H.264' }), '–', t('resources.measuring')),
    );
  }

  #draw() {
    replace(this.accelerators, this.#accelerators.length ? this.#accelerators.map((device) => this.#card(device)) : h('p', { class: 'faint' }, t('resources.none')));
    const loaded = this.#accelerators.flatMap((device) => device.sessions.map((session) => this.#session(device, session)));
    replace(this.models, loaded.length ? loaded : h('tr', {}, h('td', { colspan: 6, class: 'faint' }, t('resources.models.none'))));
    replace(this.leases, this.#leases.length ? this.#leases.map((lease) => this.#lease(lease)) : h('li', { class: 'faint' }, t('resources.users.none')));
  }

  #card(device) {
    const now = Date.now();
    const samples = this.#history.samples.map((sample) => ({ time: instant(sample.time), value: sample.accelerators[device.id] }));
    const use = device.readings.utilisation ?? device.busy;
    return h(
      'article',
      { class: 'accelerator', dataset: { testid: 'accelerator', id: device.id, state: device.state } },
      h('header', {}, icon('chip'), h('div', {}, h('h3', {}, device.chip), h('div', { class: 'faint' }, `${device.id} · ${device.driver}`)), h('span', { class: 'pill', dataset: { health: HEALTH[device.state] ?? 'UNKNOWN' } }, name('resources.state', device.state))),
      device.remark && h('p', { class: 'remark' }, device.remark),
      this.#quarantine(device),
      meter(t('resources.load'), device.load, device.limit, `${percent(device.load)} / ${percent(device.limit)}`),
      meter(t('resources.busy'), use, 1, percent(use)),
      h(
        'dl',
        {},
        fact(t('resources.temperature'), device.readings.celsius === undefined ? '–' : `${Math.round(device.readings.celsius)} °C`, 'temperature'),
        fact(t('resources.power'), Object.entries(device.teraOperations).map(([precision, value]) => `${precision} ${Number(value.toPrecision(3))}`).join(', ') || '–'),
        fact(t('resources.chip.memory'), size(device.memoryBytes / 2 ** 20)),
      ),
      sparkline(samples, now - MINUTES * 60000, now, this.#history.secondsPerSample * 1000, t('resources.history', { minutes: MINUTES })),
    );
  }

  /** Models it does not run for what they did, and the way to let it try them again. */
  #quarantine(device) {
    const status = this.#gateway.statusOf('accelerator', device.id);
    if (status?.code !== QUARANTINED) {
      return null;
    }
    const release = () => this.#ask(() => api.releaseQuarantine(device.id));
    return h('div', { class: 'quarantine', 'data-testid': 'quarantine' }, h('p', { class: 'remark' }, statusText(status).message), h('button', { class: 'button', type: 'button', 'data-testid': 'release', onclick: release }, t('resources.release')));
  }

  #session(device, session) {
    return h(
      'tr',
      { 'data-testid': 'loaded-model' },
      h('td', {}, session.model),
      h('td', {}, device.id),
      h('td', {}, session.precision),
      h('td', { class: 'num' }, millis(session.medianMillis)),
      h('td', { class: 'num' }, millis(session.worstMillis)),
      h('td', {}, h('div', { class: 'chips' }, session.users.length ? session.users.map((user) => h('span', { class: 'chip' }, this.#nameOf(user))) : h('span', { class: 'faint' }, t('resources.idle')))),
    );
  }

  #lease(lease) {
    const key = `${lease.user}/${lease.model}/${lease.modelVersion}`;
    const rate = lease.runsPerSecondWanted === 0 ? t('resources.best_effort') : t('resources.rate', { granted: lease.runsPerSecond, wanted: lease.runsPerSecondWanted });
    const reduced = !lease.accelerator ? 'FAILED' : lease.runsPerSecond < lease.runsPerSecondWanted ? 'DEGRADED' : 'OK';
    const details = h(
      'details',
      { open: this.#open.has(key) },
      h('summary', {}, h('b', {}, this.#nameOf(lease.user)), h('span', {}, `${lease.model} ${lease.modelVersion}`), h('span', { class: 'pill', dataset: { health: reduced } }, lease.accelerator ?? t('resources.nowhere')), h('span', { class: 'faint' }, rate), h('span', { class: 'faint' }, t('resources.runs', { average: millis(lease.runs.averageMillis), longest: millis(lease.runs.longestMillis) }))),
      h('p', {}, lease.reason),
      h('ul', { class: 'options' }, lease.options.map((option) => h('li', { dataset: { chosen: String(option.chosen), testid: 'option' } }, h('b', {}, option.accelerator), ` ${option.format} ${option.precision}`, option.worstMillis === undefined ? '' : ` · ${millis(option.worstMillis)} · ${percent(option.loadBefore)} → ${percent(option.loadAfter)}`, ` · ${option.verdict}`))),
    );
    details.addEventListener('toggle', () => (details.open ? this.#open.add(key) : this.#open.delete(key)));
    return h('li', { 'data-testid': 'lease' }, details);
  }

  #nameOf(user) {
    const [kind, ...id] = user.split('/');
    return kind === 'camera' && id.length ? this.#gateway.nameOf(id.join('/')) : user;
  }
}

const section = (glyph, title, content) => h('section', { class: 'status-group' }, h('h2', {}, icon(glyph), title), content);

const figure = (title, value, unit) => h('div', { class: 'figure' }, h('span', {}, title), h('b', {}, value), h('small', {}, unit));

const fact = (title, value, testid) => h('div', {}, h('dt', {}, title), h('dd', { 'data-testid': testid ?? null }, value));

function meter(title, value, limit, text) {
  const health = value > limit * 1.001 ? 'FAILED' : value > limit * 0.85 ? 'DEGRADED' : 'OK';
  return h('div', { class: 'meter', dataset: { health, testid: 'meter' } }, h('span', {}, title), h('span', { class: 'num' }, text), h('i', { style: { '--part': String(Math.min(1, value)), '--limit': String(limit) } }));
}

const part = (used, total) => (total > 0 ? used / total : 0);

const millis = (value) => `${value < 10 ? value.toFixed(2) : value.toFixed(1)} ms`;

/** Megabytes as people read them. */
const size = (megabytes) => (megabytes >= 1024 ? `${(megabytes / 1024).toFixed(1)} GB` : `${Math.round(megabytes)} MB`);

const name = (prefix, word) => (has(`${prefix}.${word}`) ? t(`${prefix}.${word}`) : word);
