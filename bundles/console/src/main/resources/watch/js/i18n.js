// Texts of the page in the user's language. A catalogue maps keys to texts with {placeholders}.
import { recall, remember } from './preferences.js';

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
 * the code or a detail is missing.
 */
export function statusText(status) {
  const translate = (part, original) => {
    const template = catalogue[`status.${status.code}.${part}`];
    if (template === undefined || !original) {
      return original ?? '';
    }
    const text = fillIn(template, status.details ?? {});
    return /\{\w+\}/.test(text) ? original : text;
  };
  return { message: translate('message', status.message ?? status.detail), remedy: translate('remedy', status.remedy) };
}

export const initialTheme = () => recall('theme', 'dark');
