// Small comforts over pages that work without them. Each one looks for its attribute and does nothing else.
const all = (selector, root = document) => root.querySelectorAll(selector);

function theme(select) {
  const root = document.documentElement;
  select.closest("[hidden]").hidden = false;
  select.value = root.dataset.frScheme;
  select.addEventListener("change", () => {
    root.dataset.frScheme = select.value;
    if (select.value === "system") delete root.dataset.frTheme;
    else root.dataset.frTheme = select.value;
    try { localStorage.setItem("scheme", select.value); } catch { /* not kept: shown for this page only */ }
  });
}

function toggle(button) {
  const target = document.getElementById(button.dataset.toggle);
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    target.toggleAttribute("data-open", open);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
    button.click();
    button.focus();
  });
}

function confirmFirst(form) {
  const dialog = document.getElementById(form.dataset.confirm);
  form.addEventListener("submit", (event) => {
    if (form.dataset.confirmed) return;
    event.preventDefault();
    dialog.showModal();
  });
  dialog.querySelector("[data-yes]").addEventListener("click", () => {
    form.dataset.confirmed = "yes";
    form.requestSubmit();
  });
  dialog.querySelector("[data-no]").addEventListener("click", () => dialog.close());
}

// What pages kept on this device goes before one signs out: answers not sent yet (`kept:…`), copies of pages.
function forget(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      Object.keys(localStorage).filter((key) => key.startsWith("kept:")).forEach((key) => localStorage.removeItem(key));
      if ("caches" in window) await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
    } finally { form.submit(); }
  });
}

function counter(area) {
  const note = document.getElementById(area.dataset.counter);
  const limit = Number(area.getAttribute("data-limit"));
  const words = note.dataset;
  const show = () => {
    const left = limit - [...area.value.replaceAll("\r\n", "\n")].length;
    const size = Math.abs(left);
    note.textContent = (left < 0 ? words.over : words.left).replace("{n}", size.toLocaleString("fr-FR"));
    note.classList.toggle("fr-error-text", left < 0);
  };
  let wait;
  area.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(show, 300); });
  show();
}

function copy(button) {
  button.hidden = false;
  const said = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = said; }, 2000);
  });
}

function selectAll(box) {
  const boxes = () => [...all('input[type="checkbox"][data-row]', box.closest("table"))];
  box.closest("[hidden]")?.removeAttribute("hidden");
  box.addEventListener("change", () => boxes().forEach((one) => { one.checked = box.checked; }));
  box.closest("table").addEventListener("change", () => {
    const checked = boxes().filter((one) => one.checked).length;
    box.checked = checked > 0 && checked === boxes().length;
    box.indeterminate = checked > 0 && !box.checked;
  });
}

function start(root = document) {
  all("#theme", root).forEach(theme);
  all("[data-toggle]", root).forEach(toggle);
  all("form[data-confirm]", root).forEach(confirmFirst);
  all("form[data-forgets]", root).forEach(forget);
  all("textarea[data-counter]", root).forEach(counter);
  all("button[data-copy]", root).forEach(copy);
  all("input[data-select-all]", root).forEach(selectAll);
  all("button[data-print]", root).forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  all("[data-autosubmit]", root).forEach((field) => field.addEventListener("change", () => field.form.requestSubmit()));
}

start();
const summary = document.querySelector("[data-error-summary]");
if (summary) {
  // Sent from an address with a fragment (skip link, link to a wrong answer), the browser would go back there.
  if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
  summary.focus();
}
document.addEventListener("htmx:afterSwap", (event) => start(event.target));
