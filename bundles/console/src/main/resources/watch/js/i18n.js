// Texts of the page in the user's language. A catalogue maps keys to texts with {placeholders}.
import { remember } from './preferences.js';

export const LANGUAGES = { en: 'English', 'zh-CN': '简体中文' };

let language = document.documentElement.lang;
let catalogue = {};

export async function loadLanguage() {
  language = document.documentElement.lang in LANGUAGES ? document.documentElement.lang : 'en';
  const response = await fetch(`i18n/${language}.json`);
  catalogue = await response.json();
  document.documentElement.lang = language;
}

export function currentLanguage() {
  return language;
}

/** Remembers the choice and shows the page anew in it. */
export function switchLanguage(next) {
  remember('language', next);
  document.documentElement.lang = next;
  return loadLanguage();
}

/** Fills {placeholders}; one without a value stays as it is, so that a mistake is seen. */
export function fillIn(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export function t(key, values) {
  return fillIn(catalogue[key] ?? key, values);
}

export const has = (key) => key in catalogue;

/**
 * What a status or problem says, in the user's language; the gateway's own English words where the catalogue does not know
 * the code or a detail is missing. Templates may name the details, and {message} and {remedy} as the gateway wrote them.
 */
export function statusText(status) {
  const originals = { message: status.message ?? status.detail ?? '', remedy: status.remedy ?? '' };
  const translate = (part) => {
    const template = catalogue[`status.${status.code}.${part}`];
    if (template === undefined || !originals[part]) {
      return originals[part];
    }
    const values = { ...originals, ...status.details };
    const known = placeholders(template).every((name) => name in values);
    return known ? fillIn(template, values) : originals[part];
  };
  return { message: translate('message'), remedy: translate('remedy') };
}

const placeholders = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
