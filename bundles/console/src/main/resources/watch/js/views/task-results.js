// Results of tasks: what this node's own made last, and what came from other nodes, with their pictures.
import { ROOT } from '../api.js';
import { h, replace } from '../dom.js';
import { when } from '../format.js';
import { t } from '../i18n.js';

const MOST_LABELS = 4;

/** The body of a table, which keeps pictures that are shown already. */
export class TaskResults {
  #shown = new Map();
  #drawn = '';

  constructor() {
    this.element = h('tbody', { 'data-testid': 'task-results' });
  }

  /** @param {Array} tasks as `GET /api/task-results/tasks` has them; the latest of each first */
  draw(tasks) {
    const news = JSON.stringify(tasks);
    if (news === this.#drawn) {
      // A button that moves under the pointer loses the click.
      return;
    }
    this.#drawn = news;
    const before = this.#shown;
    this.#shown = new Map();
    const rows = tasks.map((task) => this.#row(task, before));
    replace(this.element, rows.length ? rows : h('tr', {}, h('td', { colspan: 4, class: 'faint' }, t('taskresults.none'))));
  }

  #row(task, before) {
    const latest = task.latest.map((result) => {
      const key = `${task.origin}/${result.id}/${result.result.Ts}`;
      const shown = before.get(key) ?? tile(task, result);
      this.#shown.set(key, shown);
      return shown;
    });
    return h(
      'tr',
      { dataset: { testid: 'task-result', task: task.task, origin: task.origin } },
      h('td', {}, task.task),
      h('td', {}, task.origin === 'made' ? t('taskresults.own') : task.sender),
      h('td', { class: 'num' }, String(task.results)),
      h('td', {}, h('div', { class: 'task-pictures' }, latest)),
    );
  }
}

function tile(task, { id, parts, result }) {
  const picture = h('div', { class: 'task-picture' });
  const number = parts.findIndex((part) => part.kind === 'image');
  if (number >= 0) {
    const address = new URL(`api/task-results/${task.origin === 'made' ? 'made/' : ''}${id}/parts/${number}`, ROOT).href;
    // What lies on another node is fetched only when somebody wants to see it.
    picture.append(parts[number].here ? image(address) : fetching(picture, address, parts[number].size));
  }
  return h('figure', { class: 'task-tile', dataset: { testid: 'task-picture' } }, number >= 0 && picture, h('figcaption', {}, when(result.Ts), h('div', { class: 'faint' }, words(result))));
}

const image = (address) => h('img', { src: address, alt: '', loading: 'lazy' });

function fetching(picture, address, size) {
  return h('button', { type: 'button', class: 'button', onclick: () => show(picture, address, size) }, t('taskresults.fetch', { size: `${Math.max(1, Math.round(size / 1024))} KiB` }));
}

function show(picture, address, size) {
  const shown = image(address);
  shown.addEventListener('error', () => replace(picture, h('p', { class: 'faint' }, t('taskresults.away')), fetching(picture, address, size)));
  replace(picture, shown);
}

function words({ TaskResultData: data }) {
  const labels = (data.AnalysisResult ?? []).map((part) => part.ResultData?.Label ?? part.ResultData?.Event ?? part.ResultData?.Name).filter((label) => typeof label === 'string');
  return labels.slice(0, MOST_LABELS).join(', ') + (labels.length > MOST_LABELS ? ` +${labels.length - MOST_LABELS}` : '');
}
