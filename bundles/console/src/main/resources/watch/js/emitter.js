// Tells listeners; a listener is taken off by the function that adding it returns.

export class Emitter {
  #listeners = new Map();

  on(name, listener) {
    if (!this.#listeners.has(name)) {
      this.#listeners.set(name, new Set());
    }
    this.#listeners.get(name).add(listener);
    return () => this.#listeners.get(name).delete(listener);
  }

  emit(name, value) {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      listener(value);
    }
  }
}

/** Collects what a view took, to give it all back when the view goes. */
export class Disposables {
  #all = [];

  add(dispose) {
    this.#all.push(dispose);
    return dispose;
  }

  listen(target, name, listener, options) {
    target.addEventListener(name, listener, options);
    this.add(() => target.removeEventListener(name, listener, options));
  }

  every(ms, task) {
    const timer = setInterval(task, ms);
    this.add(() => clearInterval(timer));
  }

  dispose() {
    for (const dispose of this.#all.splice(0).reverse()) {
      dispose();
    }
  }
}
