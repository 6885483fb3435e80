// How every part is: cause, remedy, since when; failing ones first.
import { Disposables } from '../emitter.js';
import { h, replace } from '../dom.js';
import { ago, exactly, instant } from '../format.js';
import { bySeverity } from '../health.js';
import { has, statusText, t } from '../i18n.js';
import { icon, kindIcon } from '../icons.js';

const SUMMARY = ['FAILED', 'DEGRADED', 'OK', 'OTHER'];
/** In the order a person looks for them. */
const GROUPS = ['camera', 'stream', 'recorder', 'analysis', 'model', 'accelerator', 'placement', 'store', 'gateway', 'feature', 'bundle'];

export class StatusView {
  #gateway;
  #own = new Disposables();
  #filter = '';

  constructor(gateway) {
    this.#gateway = gateway;
    this.title = t('nav.status');
    this.summary = h('div', { class: 'summary', role: 'group', 'aria-label': t('parts.summary') });
    this.groups = h('div', { 'data-testid': 'statuses' });
    this.element = h('div', { class: 'page' }, h('div', { class: 'view-head' }, h('h1', {}, t('parts.title'))), this.summary, this.groups);
    this.#own.add(gateway.on('statuses', () => this.#draw()));
    this.#own.add(gateway.on('cameras', () => this.#draw()));
    this.#own.every(10000, () => this.#draw());
    this.#draw();
  }

  dispose() {
    this.#own.dispose();
  }

  #draw() {
    const all = [...this.#gateway.statuses.values()].sort(bySeverity);
    this.#drawSummary(all);
    const shown = all.filter((status) => !this.#filter || summaryOf(status) === this.#filter);
    const troubled = shown.filter((status) => status.health === 'FAILED' || status.health === 'DEGRADED');
    const rest = shown.filter((status) => !troubled.includes(status));
    const kinds = [...new Set(rest.map((status) => status.subject.kind))].sort((a, b) => rank(a) - rank(b));
    replace(
      this.groups,
      troubled.length > 0 && this.#group('warning', t('parts.attention'), troubled),
      kinds.map((kind) => this.#group(null, kindName(kind), rest.filter((status) => status.subject.kind === kind), kind)),
      !all.length && h('div', { class: 'empty' }, icon('status'), h('p', {}, t('parts.empty'))),
    );
  }

  #drawSummary(all) {
    replace(
      this.summary,
      SUMMARY.map((name) => {
        const count = all.filter((status) => summaryOf(status) === name).length;
        return h(
          'button',
          { type: 'button', class: count ? '' : 'none', dataset: { health: name, testid: `summary-${name}` }, 'aria-pressed': String(this.#filter === name), onclick: () => this.#toggle(name) },
          h('b', {}, String(count)),
          h('span', {}, t(`summary.${name}`)),
        );
      }),
    );
  }

  #toggle(name) {
    this.#filter = this.#filter === name ? '' : name;
    this.#draw();
    this.summary.querySelector(`[data-health="${name}"]`)?.focus();
  }

  #group(glyph, title, statuses, kind) {
    return h('section', { class: 'status-group' }, h('h2', {}, glyph ? icon(glyph) : kindIcon(kind), title, h('span', { class: 'faint' }, String(statuses.length))), h('ul', { class: 'status-list' }, statuses.map((status) => this.#row(status, kind === undefined))));
  }

  #row(status, withKind) {
    const { message, remedy } = statusText(status);
    const since = instant(status.since);
    return h(
      'li',
      { class: 'status', dataset: { health: status.health, code: status.code, subject: `${status.subject.kind}/${status.subject.id}`, testid: 'status' } },
      h('div', { class: 'subject' }, kindIcon(status.subject.kind), h('span', {}, this.#nameOf(status.subject), withKind && h('div', { class: 'faint' }, kindName(status.subject.kind)))),
      h('div', {}, h('span', { class: 'pill', dataset: { health: status.health } }, t(`health.${status.health}`))),
      h('div', { class: 'text' }, h('div', { class: 'cause' }, message), remedy && h('div', { class: 'remedy' }, icon('remedy'), h('span', {}, remedy))),
      h('div', { class: 'since', title: exactly(since) }, ago(since)),
    );
  }

  #nameOf({ kind, id }) {
    if (has(`part.${kind}.${id}`)) {
      return t(`part.${kind}.${id}`);
    }
    if (kind === 'camera' || kind === 'recorder' || kind === 'stream') {
      return this.#gateway.nameOf(id);
    }
    if (kind === 'analysis') {
      const [camera, ...model] = id.split('/');
      return model.length ? `${this.#gateway.nameOf(camera)} · ${model.join('/')}` : id;
    }
    return kind === 'model' ? (this.#gateway.models.get(id)?.name ?? id) : id;
  }
}

const summaryOf = (status) => (SUMMARY.includes(status.health) ? status.health : 'OTHER');

const rank = (kind) => (GROUPS.includes(kind) ? GROUPS.indexOf(kind) : GROUPS.length);

const kindName = (kind) => (has(`kind.${kind}`) ? t(`kind.${kind}`) : kind);
