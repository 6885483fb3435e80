// Links of this node with others, its tasks, what waits to be sent, and results.
import { api, ROOT } from '../api.js';
import { Disposables } from '../emitter.js';
import { h, replace } from '../dom.js';
import { ago, instant } from '../format.js';
import { has, statusText, t } from '../i18n.js';
import { icon } from '../icons.js';
import { TaskResults } from './task-results.js';

const REFRESH_MS = 3000;
const HEALTH = { ONLINE: 'OK', CONNECTING: 'DEGRADED', AWAY: 'FAILED', REFUSED: 'FAILED', SIGNED_OFF: 'UNKNOWN' };
/** ExecutionStatus of the standard, by its code. */
const STATES = ['FINISHED', 'RUNNING', 'PAUSED', 'QUEUED', 'FAILED'];
const TASK_HEALTH = { RUNNING: 'OK', FINISHED: 'OK', PAUSED: 'DEGRADED', QUEUED: 'DEGRADED', FAILED: 'FAILED' };

export class LinksView {
  #own = new Disposables();
  #gone = false;

  constructor() {
    this.title = t('nav.links');
    this.problem = h('div', { class: 'form-error', role: 'alert', hidden: true, 'data-testid': 'links-problem' });
    this.links = h('tbody', { 'data-testid': 'links' });
    this.tasks = h('tbody', { 'data-testid': 'tasks' });
    this.results = new TaskResults();
    this.element = h(
      'div',
      { class: 'page' },
      h('div', { class: 'view-head' }, h('h1', {}, t('nav.links'))),
      this.problem,
      section('status', t('links.title'), table(['links.column.node', 'links.column.state', 'links.column.latency', 'links.column.offset', 'links.column.queue'], this.links)),
      section('results', t('tasks.title'), table(['tasks.column.task', 'tasks.column.state', 'tasks.column.progress', 'tasks.column.use', 'tasks.column.reason'], this.tasks)),
      section('live', t('taskresults.title'), table(['taskresults.column.task', 'taskresults.column.from', 'taskresults.column.count', 'taskresults.column.latest'], this.results.element)),
    );
    this.#own.every(REFRESH_MS, () => this.#refresh());
    this.#refresh();
  }

  dispose() {
    this.#gone = true;
    this.#own.dispose();
  }

  async #refresh() {
    try {
      const [links, tasks, queues, results] = await Promise.all([api.links(), api.tasks(), api.outbox(), api.taskResults().catch(() => [])]);
      this.problem.hidden = true;
      this.#draw(links, tasks, queues);
      this.results.draw(results);
    } catch (problem) {
      if (!this.#gone) {
        const { message, remedy } = problem.status === 404 ? { message: t('links.absent') } : statusText(problem);
        replace(this.problem, icon('warning'), h('div', {}, h('p', {}, message), remedy && h('p', {}, remedy)));
        this.problem.hidden = false;
      }
    }
  }

  #draw(links, tasks, queues) {
    const linked = new Set(links.map((link) => link.device));
    // Results also go to addresses and to nodes that no link leads to at present.
    const others = queues.filter((queue) => !linked.has(queue.destination));
    const rows = [...links.map((link) => linkRow(link, queues.find((queue) => queue.destination === link.device))), ...others.map(queueRow)];
    replace(this.links, rows.length ? rows : none(t('links.none')));
    replace(this.tasks, tasks.length ? tasks.map(taskRow) : none(t('tasks.none')));
  }
}

function linkRow(link, queue) {
  return h(
    'tr',
    { dataset: { testid: 'link', device: link.device, state: link.state } },
    h('td', {}, h('div', {}, page(link)), h('div', { class: 'faint' }, `${name('links.direction', link.direction)} · ${link.binding} · ${link.address}`)),
    h('td', {}, h('span', { class: 'pill', dataset: { health: HEALTH[link.state] ?? 'UNKNOWN' } }, name('links.state', link.state)), h('div', { class: 'faint' }, ago(instant(link.since)))),
    h('td', { class: 'num' }, millis(link.latencyMillis)),
    h('td', { class: 'num' }, millis(link.offsetMillis)),
    h('td', { class: 'num' }, waiting(queue)),
  );
}

/** Its id, leading to its own page where this gateway offers that through a tunnel. */
function page(link) {
  const name = link.device || link.address;
  return link.tunnel?.page ? h('a', { href: new URL(link.tunnel.page.slice(1), ROOT).href, 'data-testid': 'link-page' }, name) : name;
}

function queueRow(queue) {
  return h('tr', { dataset: { testid: 'queue' } }, h('td', {}, queue.destination), h('td', { colspan: 3, class: 'faint' }, t('links.unlinked')), h('td', { class: 'num' }, waiting(queue)));
}

function waiting(queue) {
  if (!queue) {
    return '0';
  }
  return h('div', {}, h('div', {}, String(queue.letters)), queue.givenUp > 0 && h('div', { class: 'faint' }, t('links.givenup', { letters: queue.givenUp })));
}

function taskRow(task) {
  const state = STATES[task.ExecutionStatus] ?? String(task.ExecutionStatus);
  const use = Object.entries(task.ResourcesOccupied ?? {}).map(([what, value]) => `${what} ${typeof value === 'object' ? JSON.stringify(value) : value}`);
  return h(
    'tr',
    { dataset: { testid: 'task', id: task.TaskID, state } },
    h('td', {}, h('div', {}, task.TaskName ?? task.TaskID), task.TaskName && h('div', { class: 'faint' }, task.TaskID)),
    h('td', {}, h('span', { class: 'pill', dataset: { health: TASK_HEALTH[state] ?? 'UNKNOWN' } }, name('tasks.state', state))),
    h('td', { class: 'num' }, task.Progress === undefined ? '–' : `${task.Progress}%`),
    h('td', { class: 'num' }, use.join(', ') || '–'),
    h('td', {}, [task.ExceptionCode, task.ExceptionDesc].filter((part) => part !== undefined).join(' ') || '–'),
  );
}

const section = (glyph, title, content) => h('section', { class: 'status-group' }, h('h2', {}, icon(glyph), title), content);

const table = (columns, body) => h('table', { class: 'table' }, h('thead', {}, h('tr', {}, columns.map((key) => h('th', { scope: 'col' }, t(key))))), body);

const none = (text) => h('tr', {}, h('td', { colspan: 5, class: 'faint' }, text));

const millis = (value) => (value === undefined ? '–' : `${value.toFixed(Math.abs(value) < 10 ? 2 : 0)} ms`);

const name = (prefix, word) => (has(`${prefix}.${word}`) ? t(`${prefix}.${word}`) : word);
