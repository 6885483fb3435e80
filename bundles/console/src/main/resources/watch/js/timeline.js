// The timeline of one camera: what was recorded, what crossed, where playback is; for mouse, touch and keyboard.
import { Disposables, Emitter } from './emitter.js';
import { h } from './dom.js';
import { clock, shortClock, when } from './format.js';
import { t } from './i18n.js';

const MINUTE = 60000;
const HOUR = 60 * MINUTE;
const STEPS = [5000, 10000, 30000, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR];
const LABEL_WIDTH = 84;
const SHORTEST_VIEW = 2 * MINUTE;
const BAND = { top: 34, height: 24 };

/** Emits `pick` (ms) when a time was chosen, `view` when zoomed or moved. */
export class Timeline extends Emitter {
  #own = new Disposables();
  #canvas;
  #tip;
  #day = { from: 0, to: 0 };
  #view = { from: 0, to: 0 };
  #spans = [];
  #marks = [];
  #time = 0;
  #dragging = null;

  constructor() {
    super();
    this.#canvas = h('canvas', { 'aria-hidden': 'true' });
    this.#tip = h('div', { class: 'timeline-tip', hidden: true });
    this.element = h(
      'div',
      { class: 'timeline', role: 'slider', tabindex: '0', 'aria-label': t('timeline.label'), 'data-testid': 'timeline' },
      this.#canvas,
      this.#tip,
    );
    const observer = new ResizeObserver(() => this.#draw());
    observer.observe(this.element);
    this.#own.add(() => observer.disconnect());
    this.#own.listen(this.element, 'pointerdown', (event) => this.#press(event));
    this.#own.listen(this.element, 'pointermove', (event) => this.#move(event));
    this.#own.listen(this.element, 'pointerup', (event) => this.#release(event));
    this.#own.listen(this.element, 'pointercancel', () => (this.#dragging = null));
    this.#own.listen(this.element, 'pointerleave', () => this.#hideTip());
    this.#own.listen(this.element, 'wheel', (event) => this.#wheel(event), { passive: false });
    this.#own.listen(this.element, 'keydown', (event) => this.#key(event));
    // The theme changes the colours on the canvas too.
    const themes = new MutationObserver(() => this.#draw());
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    this.#own.add(() => themes.disconnect());
  }

  dispose() {
    this.#own.dispose();
  }

  setDay(from, to) {
    this.#day = { from, to };
    this.#view = { from, to };
    this.#draw();
  }

  setSpans(spans) {
    this.#spans = spans;
    this.element.dataset.spans = String(spans.length);
    this.#draw();
  }

  setMarks(times) {
    this.#marks = times;
    this.#draw();
  }

  setTime(time) {
    if (this.#dragging === null) {
      this.#time = time;
      this.#follow(time);
      this.#announce();
      this.#draw();
    }
  }

  /** Shows this much time around the present position. */
  show(duration) {
    const length = Math.min(duration, this.#day.to - this.#day.from);
    this.#look(this.#time - length / 2, length);
  }

  #follow(time) {
    const length = this.#view.to - this.#view.from;
    if (length < this.#day.to - this.#day.from && (time < this.#view.from || time > this.#view.to - length * 0.02)) {
      this.#look(time - length * 0.1, length);
    }
  }

  #look(from, length) {
    const begin = Math.min(Math.max(from, this.#day.from), this.#day.to - length);
    this.#view = { from: begin, to: begin + length };
    this.#draw();
    this.emit('view', length);
  }

  #timeAt(event) {
    const box = this.element.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return this.#view.from + share * (this.#view.to - this.#view.from);
  }

  #press(event) {
    if (event.button === 0) {
      this.element.setPointerCapture(event.pointerId);
      this.#dragging = this.#timeAt(event);
      this.#draw();
    }
  }

  #move(event) {
    const time = this.#timeAt(event);
    if (this.#dragging !== null) {
      this.#dragging = time;
      this.#draw();
    }
    const width = this.element.clientWidth;
    this.#tip.hidden = false;
    this.#tip.textContent = clock(time);
    this.#tip.style.left = `${Math.min(width - 34, Math.max(34, ((time - this.#view.from) / (this.#view.to - this.#view.from)) * width))}px`;
  }

  #release(event) {
    if (this.#dragging !== null) {
      this.#dragging = null;
      this.emit('pick', this.#timeAt(event));
    }
  }

  #hideTip() {
    this.#tip.hidden = true;
  }

  #wheel(event) {
    event.preventDefault();
    const length = this.#view.to - this.#view.from;
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey) {
      this.#look(this.#view.from + Math.sign(event.deltaX || event.deltaY) * length * 0.1, length);
      return;
    }
    const whole = this.#day.to - this.#day.from;
    const next = Math.min(whole, Math.max(SHORTEST_VIEW, length * (event.deltaY > 0 ? 1.25 : 0.8)));
    const at = this.#timeAt(event);
    this.#look(at - ((at - this.#view.from) / length) * next, next);
  }

  #key(event) {
    const step = event.shiftKey ? MINUTE : 10000;
    const target = {
      ArrowLeft: this.#time - step,
      ArrowRight: this.#time + step,
      PageDown: this.#time - 10 * MINUTE,
      PageUp: this.#time + 10 * MINUTE,
      Home: this.#spans[0]?.start,
      End: this.#spans.at(-1)?.end,
    }[event.key];
    if (target !== undefined) {
      event.preventDefault();
      this.emit('pick', target);
    }
  }

  #announce() {
    this.element.setAttribute('aria-valuemin', String(this.#day.from));
    this.element.setAttribute('aria-valuemax', String(this.#day.to));
    this.element.setAttribute('aria-valuenow', String(Math.round(this.#time)));
    this.element.setAttribute('aria-valuetext', when(this.#time));
  }

  #draw() {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const width = this.element.clientWidth;
    const height = this.element.clientHeight;
    if (!width) {
      return;
    }
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    const context = this.#canvas.getContext('2d');
    context.scale(ratio, ratio);
    const style = getComputedStyle(this.element);
    const colour = (name) => style.getPropertyValue(name).trim();
    const x = (time) => ((time - this.#view.from) / (this.#view.to - this.#view.from)) * width;
    this.#drawScale(context, x, width, height, colour);
    context.fillStyle = colour('--raised');
    context.fillRect(0, BAND.top, width, BAND.height);
    context.fillStyle = colour('--recorded');
    for (const span of this.#spans) {
      const left = Math.max(0, x(span.start));
      const right = Math.min(width, x(span.end));
      if (right > 0 && left < width) {
        context.fillRect(left, BAND.top, Math.max(1, right - left), BAND.height);
      }
    }
    context.fillStyle = colour('--warn');
    for (const mark of this.#marks) {
      context.fillRect(x(mark) - 1, BAND.top + BAND.height + 4, 2, 9);
    }
    this.#drawNow(context, x, colour);
    this.#drawHead(context, x(this.#dragging ?? this.#time), height, colour);
  }

  #drawScale(context, x, width, height, colour) {
    const perPixel = (this.#view.to - this.#view.from) / width;
    const step = STEPS.find((one) => one / perPixel >= LABEL_WIDTH) ?? STEPS.at(-1);
    context.font = `11.5px ${getComputedStyle(this.element).fontFamily}`;
    context.textBaseline = 'middle';
    context.textAlign = 'center';
    // Counted from the day's own beginning, so that hours stay whole in every zone.
    const first = this.#day.from + Math.floor((this.#view.from - this.#day.from) / step) * step;
    for (let time = first; time <= this.#view.to; time += step) {
      context.fillStyle = colour('--line');
      context.fillRect(x(time), 26, 1, height - 26);
      const label = step < MINUTE ? clock(time) : shortClock(time);
      const at = x(time);
      if (at > 18 && at < width - 18) {
        context.fillStyle = colour('--text-faint');
        context.fillText(label, at, 15);
      }
    }
  }

  #drawNow(context, x, colour) {
    const now = x(Date.now());
    context.fillStyle = colour('--line-strong');
    context.fillRect(now, 26, 1, 50);
  }

  #drawHead(context, at, height, colour) {
    context.fillStyle = colour('--text');
    context.fillRect(at - 1, 24, 2, height - 24);
    context.beginPath();
    context.moveTo(at - 6, 22);
    context.lineTo(at + 6, 22);
    context.lineTo(at, 31);
    context.closePath();
    context.fill();
  }
}
