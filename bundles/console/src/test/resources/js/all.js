// Runs every test of every module; answers with name -> 'passed' or what went wrong.
const MODULES = ['tracks', 'fragment', 'pacing', 'wallclock', 'episodes', 'spans', 'shapes', 'appearance', 'sparkline'];

export async function run() {
  const outcome = {};
  for (const name of MODULES) {
    const tests = await import(`./${name}.test.js`);
    for (const [test, body] of Object.entries(tests)) {
      outcome[`${name}: ${test}`] = await attempt(body);
    }
  }
  return outcome;
}

async function attempt(body) {
  try {
    await body();
    return 'passed';
  } catch (error) {
    return `${error.message}\n${error.stack}`;
  }
}

/** Compares by value; numbers to nine digits. */
export function equal(actual, expected) {
  const plain = (value) => JSON.stringify(value, (key, one) => (typeof one === 'number' ? Number(one.toPrecision(9)) : one));
  if (plain(actual) !== plain(expected)) {
    throw new Error(`expected ${plain(expected)}, but it is ${plain(actual)}`);
  }
}
