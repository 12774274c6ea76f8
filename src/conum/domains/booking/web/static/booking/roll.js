// The roll without network (BOO-43): answers are kept on the device, without names, and sent when the network is back.
const form = document.querySelector("form[data-roll]");
const { dataset } = form;
const store = `kept:roll:${dataset.who}:${dataset.roll}`;
const status = document.getElementById("appel-etat");
const told = document.getElementById("appel-dit");
const words = status.dataset;
let sending = false;

const read = () => {
  try { return JSON.parse(localStorage.getItem(store)) || {}; } catch { return {}; }
};
const write = (kept) => {
  if (Object.keys(kept).length) localStorage.setItem(store, JSON.stringify(kept));
  else localStorage.removeItem(store);
};
const field = (name) => form.elements[name];
const say = (text) => { status.textContent = text; };

function count(kept) {
  const size = Object.keys(kept).length;
  if (!size) return say(words.sent);
  return say((navigator.onLine ? words.waiting : words.offline).replace("{n}", size));
}

function keep(key) {
  const kept = read();
  if (key === "arrivals") {
    const value = field("arrivals").value;
    if (value === "") return;
    kept.arrivals = { value, seen: kept.arrivals?.seen ?? field("arrivals_seen").value };
  } else {
    const answer = field(`venue-${key}`).value;
    if (!answer) return;
    kept[key] = { answer, size: field(`combien-${key}`)?.value, seen: kept[key]?.seen ?? field(`vu-${key}`).value };
  }
  write(kept);
  count(kept);
}

function show(kept) {
  for (const [key, tick] of Object.entries(kept)) {
    if (key === "arrivals") field("arrivals").value = tick.value;
    else if (field(`venue-${key}`)) {
      field(`venue-${key}`).value = tick.answer;
      if (tick.size && field(`combien-${key}`)) field(`combien-${key}`).value = tick.size;
    }
  }
}

function body(kept) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
  for (const [key, tick] of Object.entries(kept)) {
    if (key === "arrivals") {
      data.set("arrivals", tick.value);
      data.set("arrivals_seen", tick.seen);
    } else {
      data.set(`venue-${key}`, tick.answer);
      data.set(`vu-${key}`, tick.seen);
      if (tick.size) data.set(`combien-${key}`, tick.size);
    }
  }
  return data;
}

function settle(sent, answer) {
  const kept = read();
  for (const key of Object.keys(sent)) {
    const row = answer.rows[key];
    if (JSON.stringify(kept[key]) === JSON.stringify(sent[key])) delete kept[key];
    else if (kept[key]) kept[key].seen = key === "arrivals" ? String(answer.arrivals) : row?.seen;
    if (row) {
      field(`vu-${key}`).value = row.seen;
      document.getElementById(`etat-${key}`).textContent = row.state;
      if (!kept[key]) field(`venue-${key}`).value = row.answer;
    }
  }
  field("arrivals_seen").value = answer.arrivals;
  if (!kept.arrivals) field("arrivals").value = answer.arrivals;
  write(kept);
  lines(answer.stayed);
  count(kept);
}

function lines(texts) {
  told.replaceChildren(...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  told.parentElement.hidden = !texts.length;
}

async function send() {
  const kept = read();
  if (sending || !navigator.onLine || !Object.keys(kept).length) return count(kept);
  sending = true;
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: body(kept), headers: { Accept: "application/json" }, redirect: "manual",
    });
    if (answer.type === "opaqueredirect" || answer.status === 403) say(words.signin);
    else if (answer.status === 422) {
      lines((await answer.json()).refused);
      say(words.refused);
    } else if (answer.ok) settle(kept, await answer.json());
    else count(kept);
  } catch {
    count(kept);  // no network: they stay here
  } finally {
    sending = false;
  }
  return undefined;
}

async function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(dataset.worker, { scope: dataset.scope });
  await navigator.serviceWorker.ready;
  const parts = performance.getEntriesByType("resource").map((entry) => entry.name);
  const own = parts.filter((name) => new URL(name).pathname.startsWith(dataset.static));
  await (await caches.open("roll-parts")).addAll([...new Set(own)]);
  await (await caches.open("roll-pages")).put(location.href, await fetch(location.href));
  document.getElementById("appel-pret").hidden = false;
}

form.addEventListener("change", (event) => {
  keep(event.target.dataset.key);
  send();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
addEventListener("online", send);
addEventListener("offline", () => count(read()));
setInterval(() => { if (navigator.onLine) send(); }, 15000);
show(read());
send();
if (navigator.onLine) keepPage().catch(() => { /* not kept: the page works with the network */ });
else document.getElementById("appel-pret").hidden = false;
