// Which boxes belong on a picture: results by time, and what lies between them.

const LONGEST_STEP_FACTOR = 2.5;

/**
 * Results of one camera on one time line, of any number of models. Times are numbers of any unit; `perSecond` tells which.
 */
export class Tracks {
  #models = new Map();

  /**
   * @param {number} perSecond units of time in a second
   * @param {number} keepSeconds older results are forgotten
   */
  constructor(perSecond, keepSeconds = 60) {
    this.perSecond = perSecond;
    this.keep = keepSeconds * perSecond;
  }

  clear() {
    this.#models.clear();
  }

  /** Takes a result; `time` is that of its picture. Results may come late, not twice. */
  add(time, result) {
    let list = this.#models.get(result.model);
    if (!list) {
      this.#models.set(result.model, (list = []));
    }
    const last = list.at(-1);
    if (last && time < last.time - this.keep) {
      list.length = 0; // the camera's clock began anew
    }
    let at = list.length;
    while (at > 0 && list[at - 1].time > time) {
      at--;
    }
    if (at > 0 && list[at - 1].time === time) {
      return;
    }
    list.splice(at, 0, { time, detections: result.detections });
    while (list[0].time < list.at(-1).time - this.keep) {
      list.shift();
    }
  }

  /** Time of the newest result, or undefined. */
  newest() {
    const times = [...this.#models.values()].map((list) => list.at(-1)?.time).filter((time) => time !== undefined);
    return times.length ? Math.max(...times) : undefined;
  }

  /**
   * The boxes on the picture of this time. Between two results a thing that is in both moves in a straight line from one
   * box to the other. Past the newest result things go on as they moved, for a short while: the picture is often shown
   * before its own result is there.
   *
   * @returns {Array<{label: string, score: number, box: object, trackId: ?number, model: string}>}
   */
  at(time) {
    const boxes = [];
    for (const [model, list] of this.#models) {
      const index = lastBefore(list, time);
      if (index < 0) {
        continue;
      }
      for (const detection of this.#between(list, index, time)) {
        boxes.push({ ...detection, model });
      }
    }
    return boxes;
  }

  #between(list, index, time) {
    const now = list[index];
    const next = list[index + 1];
    const before = list[index - 1];
    if (next) {
      // A long gap is none that a thing moved through in a straight line.
      if (next.time - now.time > 2 * this.perSecond) {
        return time - now.time <= this.#hold(now, before) ? now.detections : [];
      }
      return now.detections.map((detection) => moved(detection, partner(detection, next), (time - now.time) / (next.time - now.time)));
    }
    const age = time - now.time;
    if (age > this.#hold(now, before)) {
      return [];
    }
    if (!before || now.time - before.time > this.perSecond) {
      return now.detections;
    }
    const ahead = Math.min(age, this.perSecond / 2) / (now.time - before.time);
    return now.detections.map((detection) => continued(detection, partner(detection, before), ahead));
  }

  /** How long the newest result stands for the pictures after it. */
  #hold(now, before) {
    const step = before ? now.time - before.time : 0;
    return Math.min(Math.max(step * LONGEST_STEP_FACTOR, this.perSecond * 0.6), this.perSecond * 3);
  }
}

function lastBefore(list, time) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].time <= time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

function partner(detection, other) {
  return detection.trackId === undefined || detection.trackId === null
    ? undefined
    : other.detections.find((one) => one.trackId === detection.trackId);
}

function moved(from, to, share) {
  return to ? { ...from, box: mix(from.box, to.box, share) } : from;
}

function continued(now, before, ahead) {
  return before ? { ...now, box: mix(before.box, now.box, 1 + ahead) } : now;
}

function mix(a, b, share) {
  const part = (name) => a[name] + (b[name] - a[name]) * share;
  return { x: part('x'), y: part('y'), width: Math.max(0, part('width')), height: Math.max(0, part('height')) };
}
