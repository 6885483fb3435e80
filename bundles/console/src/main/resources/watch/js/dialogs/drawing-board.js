// Region, zones and lines of an analysis, drawn on the live picture.
import { h, replace, svg } from '../dom.js';
import { t } from '../i18n.js';
import { icon } from '../icons.js';
import { LivePicture } from '../live-picture.js';
import { boxOf, clampPoint, nameFor, removeCorner } from './shapes.js';

/** Corner closer than this to the first one, in parts of the picture, closes a zone. */
const CLOSE = 0.025;
const NUDGE = 0.005;
const COLOURS = { region: '#f4b740', zone: '#4da3ff', line: '#c792ff' };

export class DrawingBoard {
  #places;
  #changed;
  #picture = null;
  #tool = 'select';
  #draft = [];
  #dragging = null;

  /** @param {{region, zones, lines}} places changed in place */
  constructor(gateway, camera, places, changed) {
    this.#places = places;
    this.#changed = changed;
    this.svg = svg('svg', { viewBox: '0 0 1 1', preserveAspectRatio: 'none', role: 'application', 'aria-label': t('drawing.label'), 'data-testid': 'drawing' });
    this.stage = h('div', { class: 'drawing-stage' });
    if (camera) {
      this.#picture = new LivePicture(gateway, camera);
      this.#picture.overlay.setAnalyses([]);
      this.#picture.overlay.setAnalyses = () => {}; // what is being drawn is shown by the board itself
      this.stage.append(this.#picture.element);
      const { width, height } = gateway.cameras.get(camera)?.stream?.format ?? {};
      if (width && height) {
        this.stage.style.aspectRatio = `${width} / ${height}`;
      }
      this.#picture.video.addEventListener('loadedmetadata', () => {
        this.stage.style.aspectRatio = `${this.#picture.video.videoWidth} / ${this.#picture.video.videoHeight}`;
      });
    }
    this.stage.append(this.svg);
    this.tools = h('div', { class: 'drawing-tools' });
    this.element = h('div', { class: 'drawing' }, this.stage, this.tools);
    this.svg.addEventListener('pointerdown', (event) => this.#press(event));
    this.svg.addEventListener('pointermove', (event) => this.#move(event));
    this.svg.addEventListener('pointerup', () => this.#release());
    this.svg.addEventListener('dblclick', () => this.#finishZone());
    this.svg.addEventListener('keydown', (event) => this.#key(event));
    this.#draw();
    this.#drawTools();
  }

  dispose() {
    this.#picture?.dispose();
  }

  #point(event) {
    const box = this.svg.getBoundingClientRect();
    return clampPoint({ x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
  }

  #use(tool) {
    this.#tool = tool;
    this.#draft = [];
    this.#draw();
    this.#drawTools();
  }

  #press(event) {
    const point = this.#point(event);
    const handle = event.target.closest('[data-handle]');
    if (this.#tool === 'select') {
      if (handle) {
        this.svg.setPointerCapture(event.pointerId);
        this.#dragging = this.#handles().find((one) => one.key === handle.dataset.handle);
      }
    } else if (this.#tool === 'zone') {
      const first = this.#draft[0];
      if (this.#draft.length >= 3 && Math.hypot(first.x - point.x, first.y - point.y) < CLOSE) {
        this.#finishZone();
      } else {
        this.#draft.push(point);
      }
    } else {
      this.svg.setPointerCapture(event.pointerId);
      this.#draft = [point, point];
    }
    this.#draw();
  }

  #move(event) {
    const point = this.#point(event);
    if (this.#dragging) {
      this.#dragging.moveTo(point);
      this.#draw();
    } else if (this.#draft.length && this.#tool !== 'zone') {
      this.#draft[1] = point;
      this.#draw();
    } else if (this.#tool === 'zone' && this.#draft.length) {
      this.#draw(point);
    }
  }

  #release() {
    if (this.#dragging) {
      this.#dragging = null;
      this.#changed();
      return;
    }
    const [from, to] = this.#draft;
    if (this.#tool === 'zone' || !from || Math.hypot(to.x - from.x, to.y - from.y) < 0.01) {
      return;
    }
    if (this.#tool === 'region') {
      this.#places.region = boxOf(from, to);
    } else {
      this.#places.lines.push({ name: this.#newName('line'), start: from, end: to });
    }
    this.#use('select');
    this.#changed();
  }

  #finishZone() {
    if (this.#tool === 'zone' && this.#draft.length >= 3) {
      this.#places.zones.push({ name: this.#newName('zone'), outline: this.#draft });
      this.#use('select');
      this.#changed();
    }
  }

  #newName(kind) {
    return nameFor(t(`drawing.${kind}.name`), [...this.#places.zones, ...this.#places.lines].map((place) => place.name));
  }

  #key(event) {
    const handle = event.target.closest('[data-handle]');
    if (event.key === 'Enter') {
      this.#finishZone();
      event.preventDefault();
    } else if (event.key === 'Escape' && this.#draft.length) {
      this.#use('select');
      event.preventDefault(); // not for the dialog around
      event.stopPropagation();
    } else if (handle) {
      this.#keyOnHandle(event, handle.dataset.handle);
    }
  }

  #keyOnHandle(event, key) {
    const steps = { ArrowLeft: [-NUDGE, 0], ArrowRight: [NUDGE, 0], ArrowUp: [0, -NUDGE], ArrowDown: [0, NUDGE] };
    const handle = this.#handles().find((one) => one.key === key);
    if (steps[event.key]) {
      const [dx, dy] = steps[event.key];
      handle.moveTo(clampPoint({ x: handle.point.x + dx, y: handle.point.y + dy }));
    } else if (event.key === 'Delete' && handle.remove) {
      handle.remove();
      this.#drawTools();
    } else {
      return;
    }
    event.preventDefault();
    this.#changed();
    this.#draw();
    this.svg.querySelector(`[data-handle="${key}"]`)?.focus();
  }

  /** Every point that can be moved. */
  #handles() {
    const { region, zones, lines } = this.#places;
    const corner = (key, point, moveTo) => ({ key, point, moveTo, colour: COLOURS.region });
    const far = { x: region.x + region.width, y: region.y + region.height };
    return [
      corner('region-a', { x: region.x, y: region.y }, (point) => (this.#places.region = boxOf(point, far))),
      corner('region-b', far, (point) => (this.#places.region = boxOf({ x: region.x, y: region.y }, point))),
      ...zones.flatMap((zone, z) =>
        zone.outline.map((point, p) => ({ key: `zone-${z}-${p}`, point, colour: COLOURS.zone, moveTo: (to) => (zone.outline[p] = to), remove: () => removeCorner(zone, p) })),
      ),
      ...lines.flatMap((line, l) => ['start', 'end'].map((end) => ({ key: `line-${l}-${end}`, point: line[end], colour: COLOURS.line, moveTo: (to) => (line[end] = to) }))),
    ];
  }

  #draw(pointer) {
    const { region, zones, lines } = this.#places;
    const outline = (points) => points.map(({ x, y }) => `${x},${y}`).join(' ');
    const draft = this.#draft.length && this.#tool === 'region' ? boxOf(...this.#draft) : null;
    const looked = draft ?? region;
    replace(
      this.svg,
      svg('path', { class: 'shade', 'fill-rule': 'evenodd', d: `M0 0H1V1H0Z M${looked.x} ${looked.y}h${looked.width}v${looked.height}h${-looked.width}Z` }),
      svg('rect', { class: 'shape', fill: 'none', x: looked.x, y: looked.y, width: looked.width, height: looked.height, style: { '--shape': COLOURS.region, fill: 'none' } }),
      zones.map((zone) => svg('polygon', { class: 'shape', points: outline(zone.outline), style: { '--shape': COLOURS.zone } })),
      lines.map((line) => svg('polyline', { class: 'shape', points: outline([line.start, line.end]), style: { '--shape': COLOURS.line } })),
      this.#draft.length > 0 && this.#tool !== 'region' && svg('polyline', { class: 'shape', points: outline(pointer ? [...this.#draft, pointer] : this.#draft), style: { '--shape': COLOURS[this.#tool] } }),
    );
    this.svg.dataset.tool = this.#tool;
    if (this.#tool === 'select') {
      this.svg.append(...this.#handles().map((handle) => this.#handleElement(handle)));
    }
  }

  /** The drawing is stretched to the picture's shape, so a handle is an ellipse that looks round. */
  #handleElement({ key, point, colour }) {
    const { clientWidth: width, clientHeight: height } = this.stage;
    return svg('ellipse', { class: 'handle', 'data-handle': key, tabindex: '0', cx: point.x, cy: point.y, rx: 6 / (width || 600), ry: 6 / (height || 340), 'vector-effect': 'non-scaling-stroke', style: { '--shape': colour } });
  }

  #drawTools() {
    const tool = (name, glyph) => h('button', { type: 'button', 'aria-pressed': String(this.#tool === name), 'data-testid': `tool-${name}`, title: t(`drawing.${name}.hint`), onclick: () => this.#use(this.#tool === name ? 'select' : name) }, icon(glyph), t(`drawing.${name}`));
    const { region } = this.#places;
    const whole = region.width === 1 && region.height === 1;
    replace(
      this.tools,
      h('div', { class: 'segmented' }, tool('region', 'region'), tool('zone', 'zone'), tool('line', 'line')),
      h('p', { class: 'faint' }, t(`drawing.${this.#tool}.hint`)),
      h('ul', {}, this.#places.zones.map((zone) => this.#placeRow(zone, 'zone', this.#places.zones)), this.#places.lines.map((line) => this.#placeRow(line, 'line', this.#places.lines))),
      !whole &&
        h('button', { class: 'button quiet', type: 'button', onclick: () => this.#lookAtAll() }, t('drawing.whole')),
    );
  }

  #lookAtAll() {
    this.#places.region = { x: 0, y: 0, width: 1, height: 1 };
    this.#use('select');
  }

  #placeRow(place, kind, list) {
    const name = h('input', { class: 'input', value: place.name, maxlength: '64', 'aria-label': t(`drawing.${kind}.name`), oninput: (event) => (place.name = event.target.value.trim()) });
    const remove = () => {
      list.splice(list.indexOf(place), 1);
      this.#changed();
      this.#use('select');
    };
    return h('li', { class: 'place', style: { '--shape': COLOURS[kind] } }, icon(kind), name, h('button', { class: 'icon-button quiet', type: 'button', 'aria-label': t('drawing.remove', { name: place.name }), onclick: remove }, icon('remove')));
  }
}
