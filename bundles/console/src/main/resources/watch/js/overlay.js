// Boxes, zones and lines on a canvas over a picture that is shown whole, with bars where its shape differs.
import { colourOf, GOOD_COLOUR } from './appearance.js';
import { percent, shortTrack } from './format.js';

const FONT = '600 12px Inter, system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';

/** More boxes than this cannot all be named. */
const CROWD = 12;

export class Overlay {
  #canvas;
  #context;
  #shape = { width: 16, height: 9 };
  #places = [];
  #observer;
  #ratio = 1;

  constructor(canvas) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d');
    this.#observer = new ResizeObserver(() => this.#fit());
    this.#observer.observe(canvas);
    this.#fit();
  }

  dispose() {
    this.#observer.disconnect();
  }

  /** Width and height of the picture; only their ratio matters. */
  setShape(width, height) {
    if (width && height) {
      this.#shape = { width, height };
    }
  }

  /** Zones and lines of the camera's analyses. */
  setAnalyses(analyses) {
    this.#places = (analyses ?? []).flatMap((analysis) => [
      ...(analysis.zones ?? []).map((zone) => ({ name: zone.name, points: zone.outline, closed: true })),
      ...(analysis.lines ?? []).map((line) => ({ name: line.name, points: [line.start, line.end], closed: false })),
    ]);
  }

  /** @returns how many boxes were drawn */
  draw(boxes) {
    const { width, height } = this.#canvas;
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    const area = this.#area();
    for (const place of this.#places) {
      this.#drawPlace(place, area);
    }
    // A classification tells of the whole picture: a label will do.
    const [whole, parts] = split(boxes, ({ box }) => box.width >= 0.999 && box.height >= 0.999);
    parts.forEach((one) => this.#drawBox(one, area));
    const taken = [];
    // What is amiss is named first; on a crowded picture the colour says enough of what is good.
    const [good, others] = split(parts, ({ label }) => colourOf(label) === GOOD_COLOUR);
    const named = parts.length > CROWD ? others : [...others, ...good];
    named.forEach((one) => this.#drawLabel(one, area, taken));
    whole.forEach((one, index) => this.#chip(one, area, index));
    return boxes.length;
  }

  #fit() {
    this.#ratio = Math.min(window.devicePixelRatio || 1, 2);
    const width = Math.round(this.#canvas.clientWidth * this.#ratio);
    const height = Math.round(this.#canvas.clientHeight * this.#ratio);
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
  }

  #area() {
    const width = this.#canvas.width / this.#ratio;
    const height = this.#canvas.height / this.#ratio;
    const scale = Math.min(width / this.#shape.width, height / this.#shape.height);
    const w = this.#shape.width * scale;
    const h = this.#shape.height * scale;
    return { x: (width - w) / 2, y: (height - h) / 2, width: w, height: h };
  }

  #drawBox(one, area) {
    const context = this.#context;
    const { x, y, width, height } = placed(one.box, area);
    context.lineWidth = 4;
    context.strokeStyle = '#00000073';
    context.strokeRect(x, y, width, height);
    context.lineWidth = 2;
    context.strokeStyle = colourOf(one.label);
    context.strokeRect(x, y, width, height);
  }

  #drawLabel(one, area, taken) {
    if (area.width <= 260) {
      return;
    }
    const { x, y, width, height } = placed(one.box, area);
    const track = one.trackId === undefined || one.trackId === null ? '' : ` #${shortTrack(one.trackId)}`;
    // A small box has room for its name at most.
    const text = area.width < 420 && width < 60 ? one.label : `${one.label} ${percent(one.score)}${track}`;
    this.#label(text, colourOf(one.label), x - 1, y - 20 < area.y ? y + height + 1 : y - 19, area, taken);
  }

  #label(text, colour, x, y, area, taken) {
    const context = this.#context;
    context.font = FONT;
    const width = context.measureText(text).width + 10;
    const left = Math.max(area.x, Math.min(x, area.x + area.width - width));
    const place = { left, top: y, right: left + width, bottom: y + 18 };
    if (taken.some((other) => overlaps(place, other))) {
      return; // labels over labels can be read by nobody
    }
    taken.push(place);
    context.fillStyle = colour;
    context.beginPath();
    context.roundRect(left, y, width, 18, 3);
    context.fill();
    context.fillStyle = '#06090d';
    context.textBaseline = 'middle';
    context.fillText(text, left + 5, y + 9.5);
  }

  #chip(one, area, index) {
    this.#label(`${one.label} ${percent(one.score)}`, colourOf(one.label), area.x + 10, area.y + area.height - 28 - index * 22, area, []);
  }

  #drawPlace(place, area) {
    const context = this.#context;
    const points = place.points.map((point) => [area.x + point.x * area.width, area.y + point.y * area.height]);
    context.beginPath();
    points.forEach(([x, y], index) => (index ? context.lineTo(x, y) : context.moveTo(x, y)));
    if (place.closed) {
      context.closePath();
      context.fillStyle = '#4da3ff14';
      context.fill();
    }
    context.lineWidth = 1.5;
    context.setLineDash(place.closed ? [6, 4] : []);
    context.strokeStyle = '#9cc9ffd0';
    context.stroke();
    context.setLineDash([]);
    if (!place.closed) {
      this.#arrow(points[0], points[1]);
    }
    if (area.width > 360) {
      context.font = FONT;
      context.textBaseline = 'alphabetic';
      context.fillStyle = '#d3e6ff';
      context.strokeStyle = '#000000a0';
      context.lineWidth = 3;
      const [x, y] = points[0];
      context.strokeText(place.name, x + 6, y - 6);
      context.fillText(place.name, x + 6, y - 6);
    }
  }

  /** From the line's middle to its right side, where CROSS_TO_RIGHT leads. */
  #arrow([x1, y1], [x2, y2]) {
    const context = this.#context;
    const length = Math.hypot(x2 - x1, y2 - y1) || 1;
    const [nx, ny] = [-(y2 - y1) / length, (x2 - x1) / length];
    const [mx, my] = [(x1 + x2) / 2, (y1 + y2) / 2];
    const [tx, ty] = [mx + nx * 14, my + ny * 14];
    context.beginPath();
    context.moveTo(mx, my);
    context.lineTo(tx, ty);
    context.lineTo(tx - nx * 5 - ny * 4, ty - ny * 5 + nx * 4);
    context.moveTo(tx, ty);
    context.lineTo(tx - nx * 5 + ny * 4, ty - ny * 5 - nx * 4);
    context.stroke();
  }
}

function placed(box, area) {
  return { x: area.x + box.x * area.width, y: area.y + box.y * area.height, width: box.width * area.width, height: box.height * area.height };
}

function split(list, belongs) {
  return [list.filter(belongs), list.filter((one) => !belongs(one))];
}

function overlaps(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
