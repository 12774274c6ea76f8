// In the embedded frame the page around chooses the theme, not what this site remembers.
(() => {
  const { scheme } = document.currentScript.dataset;
  const root = document.documentElement;
  root.dataset.frScheme = scheme;
  if (scheme === "system") delete root.dataset.frTheme;
  else root.dataset.frTheme = scheme;
})();
