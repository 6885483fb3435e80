// Sets theme and language before the first paint, so that nothing flashes. A classic script, because modules run later.
(() => {
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage may be forbidden; the page works without
    }
  };
  const language = read('sluice.language') ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en');
  document.documentElement.lang = language;
  document.documentElement.dataset.theme = read('sluice.theme') ?? 'dark';
})();
