// What this browser remembers of its user's choices.

export function recall(key, otherwise) {
  try {
    return localStorage.getItem(`sluice.${key}`) ?? otherwise;
  } catch {
    return otherwise; // storage may be forbidden; the page works without
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(`sluice.${key}`, value);
  } catch {
    // as above
  }
}
