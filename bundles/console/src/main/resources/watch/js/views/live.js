// All cameras at once.
import { Activity } from '../activity.js';
import { openCameraDialog } from '../dialogs/camera.js';
import { Disposables } from '../emitter.js';
import { h, replace } from '../dom.js';
import { t } from '../i18n.js';
import { icon } from '../icons.js';
import { recall, remember } from '../preferences.js';
import { Tile } from '../tile.js';

const GAP = 10;
const PADDING = 16;
/** Narrower than this, pictures stand below one another and the page is scrolled. */
const NARROW = 640;
const LAYOUTS = ['auto', '1', '2', '3'];

export class LiveView {
  #gateway;
  #own = new Disposables();
  #tiles = new Map();
  #page = 0;
  #layout = recall('layout', 'auto');

  constructor(gateway) {
    this.#gateway = gateway;
    this.title = t('nav.live');
    this.activity = new Activity(gateway);
    this.#own.add(() => this.activity.dispose());
    this.grid = h('div', { class: 'grid', 'data-testid': 'grid' });
    this.pager = h('div', { class: 'segmented', hidden: true });
    this.layouts = h('div', { class: 'segmented', role: 'group', 'aria-label': t('layout.label') });
    this.count = h('span', { class: 'faint' });
    this.element = h(
      'div',
      { class: 'live-view' },
      h('section', { class: 'live-main', 'aria-label': t('nav.live') }, h('div', { class: 'view-head' }, h('h1', {}, t('live.title')), this.count, h('span', { class: 'spacer' }), this.pager, this.layouts), this.grid),
      this.activity.element,
    );
    this.#own.add(gateway.on('cameras', () => this.#draw()));
    this.#own.add(gateway.on('connection', () => this.#draw()));
    const observer = new ResizeObserver(() => this.#arrange());
    observer.observe(this.grid);
    this.#own.add(() => observer.disconnect());
    this.#draw();
  }

  dispose() {
    this.#own.dispose();
    this.#tiles.forEach((tile) => tile.dispose());
    this.#tiles.clear();
  }

  #draw() {
    const cameras = this.#gateway.cameraList();
    this.count.textContent = cameras.length ? t('live.count', { count: cameras.length }) : '';
    this.#drawControls(cameras.length);
    const size = this.#pageSize(cameras.length);
    const shown = cameras.slice(this.#page * size, this.#page * size + size);
    for (const [id, tile] of [...this.#tiles]) {
      if (!shown.some((camera) => camera.id === id)) {
        tile.dispose();
        this.#tiles.delete(id);
      }
    }
    for (const { id } of shown) {
      if (!this.#tiles.has(id)) {
        this.#tiles.set(id, new Tile(this.#gateway, id));
      }
    }
    const elements = shown.map(({ id }) => this.#tiles.get(id).element);
    // A video that is taken out of the page and put back stops: only what changed is moved.
    if (elements.length !== this.grid.children.length || elements.some((element, index) => this.grid.children[index] !== element)) {
      replace(this.grid, elements);
    }
    if (!cameras.length) {
      replace(this.grid, this.#gateway.connected ? this.#empty() : h('div', { class: 'empty' }, h('p', {}, t('live.loading'))));
    }
    this.#arrange();
  }

  #drawControls(count) {
    const glyph = { auto: t('layout.auto'), 1: '1', 2: '2×2', 3: '3×3' };
    replace(
      this.layouts,
      LAYOUTS.map((layout) =>
        h('button', { type: 'button', 'aria-pressed': String(layout === this.#layout), 'data-testid': `layout-${layout}`, onclick: () => this.#choose(layout) }, glyph[layout]),
      ),
    );
    const pages = Math.max(1, Math.ceil(count / this.#pageSize(count)));
    this.#page = Math.min(this.#page, pages - 1);
    this.pager.hidden = pages === 1;
    replace(
      this.pager,
      h('button', { type: 'button', 'aria-label': t('page.previous'), onclick: () => this.#turn(-1, pages) }, icon('back')),
      h('button', { type: 'button', 'aria-live': 'polite' }, `${this.#page + 1} / ${pages}`),
      h('button', { type: 'button', 'aria-label': t('page.next'), onclick: () => this.#turn(1, pages) }, icon('forward')),
    );
  }

  #choose(layout) {
    this.#layout = layout;
    this.#page = 0;
    remember('layout', layout);
    this.#draw();
  }

  #turn(step, pages) {
    this.#page = (this.#page + step + pages) % pages;
    this.#draw();
  }

  #pageSize(count) {
    return this.#layout === 'auto' ? Math.max(1, Math.min(count, 16)) : Number(this.#layout) ** 2;
  }

  /** As many columns as make the pictures largest, and tiles of the shape of pictures. */
  #arrange() {
    const tiles = this.#gateway.cameras.size ? this.grid.children.length : 0;
    const width = this.grid.clientWidth - 2 * PADDING;
    const height = this.grid.clientHeight - PADDING;
    this.grid.dataset.fit = tiles && width > NARROW ? 'height' : 'none';
    if (this.grid.dataset.fit === 'none') {
      this.grid.style.removeProperty('--columns');
      return;
    }
    const fixed = Number(this.#layout);
    const sizeWith = (columns) => {
      const rows = fixed || Math.ceil(tiles / columns);
      return Math.min((width - GAP * (columns - 1)) / columns, (((height - GAP * (rows - 1)) / rows) * 16) / 9);
    };
    const choices = fixed ? [fixed] : Array.from({ length: tiles }, (_, index) => index + 1);
    const columns = choices.reduce((best, n) => (sizeWith(n) > sizeWith(best) + 1 ? n : best));
    this.grid.style.setProperty('--columns', String(columns));
    this.grid.style.setProperty('--tile', `${Math.floor(sizeWith(columns))}px`);
  }

  #empty() {
    return h(
      'div',
      { class: 'empty' },
      icon('live'),
      h('h2', {}, t('live.empty')),
      h('p', {}, t('live.empty.hint')),
      h('button', { class: 'button primary', type: 'button', onclick: () => openCameraDialog(this.#gateway) }, icon('add'), t('camera.add')),
    );
  }
}
