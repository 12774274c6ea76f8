// Runs before the first paint: says that scripts work, and applies the theme the person chose (none: the system's).
(() => {
  const root = document.documentElement;
  root.dataset.js = "";
  let chosen = "system";
  try { chosen = localStorage.getItem("scheme") || "system"; } catch { /* storage refused: the system decides */ }
  root.dataset.frScheme = chosen;
  if (chosen !== "system") root.dataset.frTheme = chosen;
})();
