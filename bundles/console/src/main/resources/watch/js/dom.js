// Builds elements. Text always becomes text nodes: names and labels come from outside and are never parsed as HTML.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} tag
 * @param {object} [props] attributes; `on...` listeners, `class`, `dataset`, `style` (custom properties too) are understood;
 *   false, null and undefined leave an attribute out
 * @param {...(Node|string|number|null|false|Array)} children
 */
export function h(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === false || value === null || value === undefined) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2).toLowerCase(), value);
    } else if (name === 'dataset') {
      Object.assign(element.dataset, value);
    } else if (name === 'style') {
      // Through the object model, because the page's policy forbids style attributes.
      for (const [property, text] of Object.entries(value)) {
        element.style.setProperty(property, text);
      }
    } else if (name === 'value' || name === 'checked' || name === 'selected' || name === 'muted') {
      element[name] = value;
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== false && child !== undefined));
  return element;
}

/** Replaces all children. */
export function replace(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== false && child !== undefined));
  return element;
}

/** Sets attributes only where they differ, so that observers and screen readers hear of changes only. */
export function setData(element, values) {
  for (const [name, value] of Object.entries(values)) {
    const text = String(value);
    if (element.dataset[name] !== text) {
      element.dataset[name] = text;
    }
  }
}

let counter = 0;

/** An id for labels and descriptions, unique on the page. */
export function uniqueId(prefix) {
  return `${prefix}-${++counter}`;
}
