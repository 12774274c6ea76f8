// Hurries the finder: position of the device, answers without leaving the page, the map beside on a wide screen.
// Without this file the form sends itself and the links lead to pages that say the same.
const form = document.getElementById("chercher");
const answer = document.getElementById("reponse");
const WIDE = matchMedia("(min-width: 62em)");
const last = {};

async function part(address, kind = "answer") { // the latest question of each kind is the one that counts
  last[kind]?.abort();
  last[kind] = new AbortController();
  const reply = await fetch(address, { signal: last[kind].signal, headers: { Accept: "text/html" } });
  if (!reply.ok) throw new Error(String(reply.status));
  return reply.text();
}

function asked() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value && typeof value === "string") query.append(name, value);
  return query;
}

async function refresh(query, push = true) {
  const kept = document.activeElement?.id;
  const opened = answer.querySelector("details")?.open;
  answer.classList.add("pl-busy");
  try {
    const wanted = new URLSearchParams(query);
    wanted.set("partie", "reponse");
    if (opened) wanted.set("ouverts", "1");
    answer.innerHTML = await part(`${form.action}?${wanted}`);
    if (push) history.pushState({ finder: true }, "", `${location.pathname}?${query}`);
    prepare();
    if (kept) document.getElementById(kept)?.focus();
    say(document.getElementById("combien")?.textContent ?? "");
  } catch (error) {
    if (error.name !== "AbortError") location.assign(`${form.action}?${query}`);
  } finally {
    answer.classList.remove("pl-busy");
  }
}

function say(text) {
  form.querySelector("[data-located]").textContent = text;
}

function prepare() {
  const button = answer.querySelector("[data-apply]");
  if (button) button.hidden = true;
  beside();
}

async function beside() {
  const aside = answer.querySelector("[data-points]");
  if (!aside || !WIDE.matches) return;
  const [map, drawing] = await Promise.all([import("./map.js"), part(aside.dataset.drawing, "map")]);
  await map.wake(aside, drawing);
}

function locate(button) {
  if (!navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    say(button.dataset.waiting);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const query = asked();
        query.delete("ou");
        query.set("latitude", coords.latitude.toFixed(3)); // a hundred metres: enough to sort, less to tell
        query.set("longitude", coords.longitude.toFixed(3));
        location.assign(`${form.action}?${query}`);
      },
      () => say(button.dataset.refused),
      { timeout: 10000, maximumAge: 300000 },
    );
  });
}

function start() {
  const button = form.querySelector("[data-locate]");
  if (button) locate(button);
  answer.addEventListener("change", () => refresh(asked()));
  answer.addEventListener("click", (event) => {
    const link = event.target.closest(".pl-active a");
    if (!link || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    refresh(new URL(link.href).searchParams).then(() => document.getElementById("combien")?.focus());
  });
  form.elements.ou.addEventListener("input", () => { // another place: the position of the device no longer counts
    for (const name of ["latitude", "longitude", "departement", "region", "epci"]) form.querySelector(`input[name="${name}"]`)?.remove();
  });
  addEventListener("popstate", () => location.reload());
  WIDE.addEventListener("change", beside);
  prepare();
}

if (form && answer) start();
