// The map of the finder: a drawing whose bubbles and arrows are links, until it is used. Leaflet then takes its place and
// shows the groups that the server computes for each window, as points of GeoJSON. Its code is too heavy for a first load.
const LEAFLET = "../ui/vendor/leaflet/leaflet-core.js";
const SVG = "http://www.w3.org/2000/svg";
let shown; // one map for the page: filters change what it shows, never where it looks

function node(name, attributes = {}, text = "") {
  return Object.assign(document.createElement(name), attributes, text ? { textContent: text } : {});
}

function sheet() {
  const link = node("link", { rel: "stylesheet", href: new URL("../ui/vendor/leaflet/leaflet.css", import.meta.url) });
  return new Promise((resolve, reject) => {
    Object.assign(link, { onload: resolve, onerror: reject });
    document.head.append(link);
  });
}

async function points(address, view, signal) {
  const wanted = new URL(address, location.href);
  if (view) wanted.searchParams.set("carte", view);
  const reply = await fetch(wanted, { signal });
  if (!reply.ok) throw new Error(String(reply.status));
  return reply.json();
}

function bubble(L, { geometry, properties }, words) {
  const { count, territory, name, open_now: open } = properties;
  const alone = count === 1 && !territory;
  const side = alone ? 24 : Math.min(52, 28 + 6 * String(count).length);
  const icon = new L.DivIcon({
    className: alone ? `pl-pin${open ? " pl-pin--open" : ""}` : "pl-bubble",
    html: node("span", {}, alone ? "" : String(count)),
    iconSize: [side, side],
  });
  const label = alone ? [name, properties.commune, properties.state, properties.walk_in].filter(Boolean).join(", ") : `${territory ? `${territory} : ` : ""}${count} ${words.places}, ${words.zoom}`;
  const marker = new L.Marker([...geometry.coordinates].reverse(), { icon, title: label, riseOnHover: true });
  marker.on("add", () => marker.getElement().setAttribute("aria-label", label));
  return marker;
}

function pressed(event) {
  return event.type === "click" || ["Enter", " "].includes(event.originalEvent.key);
}

function card({ name, href, commune, state, walk_in: walkIn }) {
  const box = node("div");
  box.append(node("a", { href }, name), node("p", {}, [commune, state].filter(Boolean).join(", ")));
  if (walkIn) box.append(node("p", {}, walkIn));
  return box;
}

function outlines(L, { box, bounds, paths }) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", box.join(" "));
  drawing.setAttribute("aria-hidden", "true");
  for (const data of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", data);
    drawing.append(path);
  }
  return new L.SVGOverlay(drawing, bounds, { className: "pl-land" });
}

function needs(L, { svg, side, bounds }) { // drawn by the server for this window
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", `0 0 ${side} ${side}`);
  drawing.innerHTML = svg;
  return new L.SVGOverlay(drawing, bounds, { className: "pl-map__needs" });
}

class PlacesMap {
  constructor(L, box, first) {
    this.L = L;
    this.words = { ...box.dataset };
    this.address = box.dataset.points;
    this.frame = node("div", { className: "pl-leaflet" });
    this.frame.setAttribute("role", "region");
    this.frame.setAttribute("aria-label", this.words.label);
    this.said = node("p", { className: "pl-map__said" });
    this.said.setAttribute("aria-live", "polite");
    box.replaceChildren(this.frame, this.said);
    const [zoom, latitude, longitude] = first.window.split("/").map(Number);
    this.map = new L.Map(this.frame, {
      center: [latitude, longitude], zoom, minZoom: 4, maxZoom: 17, zoomControl: false, attributionControl: false,
      scrollWheelZoom: false, zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false,
    });
    this.map.addControl(new L.Zoom({ zoomInTitle: this.words.zoomIn, zoomOutTitle: this.words.zoomOut }));
    if (this.words.tiles) this.tile();
    this.layer = new L.LayerGroup().addTo(this.map);
    this.draw(first);
    this.map.on("moveend", () => this.refresh());
    this.map.on("popupclose", () => this.frame.focus({ preventScroll: true }));
  }

  tile() {
    this.map.addControl(new this.L.Attribution({ prefix: false }));
    new this.L.TileLayer(this.words.tiles, { attribution: this.words.credit, maxZoom: 19 }).addTo(this.map);
  }

  get window() {
    const { lat, lng } = this.map.getCenter().wrap();
    return `${this.map.getZoom()}/${lat.toFixed(4)}/${lng.toFixed(4)}`;
  }

  async refresh() {
    this.last?.abort();
    this.last = new AbortController();
    try {
      this.draw(await points(this.address, this.window, this.last.signal));
    } catch (error) {
      if (error.name !== "AbortError") this.said.textContent = this.words.failed;
    }
  }

  draw({ features, land, needs: layer, said, here, window }) {
    this.layer.clearLayers();
    if (land) this.layer.addLayer(outlines(this.L, land));
    if (layer) this.layer.addLayer(needs(this.L, layer));
    if (here) this.layer.addLayer(new this.L.Marker(here, { icon: new this.L.DivIcon({ className: "pl-here", iconSize: [14, 14] }), interactive: false, keyboard: false }));
    for (const one of features) this.layer.addLayer(bubble(this.L, one, this.words).on("click keypress", (event) => pressed(event) && this.choose(one)));
    this.said.textContent = said;
    this.frame.dataset.window = window;
    if (this.words.page) this.tell(window);
  }

  async tell(window) { // the address and the table follow the map
    const address = this.here(window);
    history.replaceState(null, "", address);
    const table = document.querySelector("[data-layer]");
    if (!table) return;
    address.searchParams.set("partie", "calque");
    const reply = await fetch(address, { signal: this.last?.signal }).catch(() => null);
    if (reply?.ok) table.innerHTML = await reply.text();
  }

  here(window) {
    const address = new URL(location.href);
    address.searchParams.set("carte", window);
    return address;
  }

  choose({ geometry, properties }) {
    const there = [...geometry.coordinates].reverse();
    if (!properties.href) {
      this.frame.focus({ preventScroll: true });
      return this.map.setView(there, this.map.getZoom() + (properties.territory ? 2 : 1));
    }
    const popup = new this.L.Popup({ autoPanPadding: [16, 16] }).setLatLng(there).setContent(card(properties));
    popup.openOn(this.map);
    popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", this.words.close);
    return popup.getElement().querySelector("a").focus({ preventScroll: true });
  }

  settle(box) { // the answer around the map was written again: it shows other places, where it was
    this.address = box.dataset.points;
    const [middle, zoom] = [this.map.getCenter(), this.map.getZoom()];
    box.replaceChildren(this.frame, this.said);
    this.map.invalidateSize({ pan: false });
    this.map.setView(middle, zoom);
  }
}

async function start(box, view) {
  box.classList.add("pl-busy");
  const [L, first] = await Promise.all([import(LEAFLET), points(box.dataset.points, view), sheet()]);
  box.classList.remove("pl-busy");
  if (!box.isConnected || shown) return;
  shown = new PlacesMap(L, box, first);
  shown.frame.focus({ preventScroll: true });
}

export async function wake(box, drawing) {
  box.hidden = false;
  if (shown) return shown.settle(box);
  if (drawing) box.innerHTML = drawing;
  const use = (event) => {
    const link = event.target.closest("a");
    if (shown || !event.target.closest(".pl-map") || (link && !("go" in link.dataset)) || event.metaKey || event.ctrlKey) return;
    if (event.type === "pointerdown" && link) return; // its click follows
    event.preventDefault();
    const view = link && new URL(link.href).searchParams.get("carte");
    start(box, view).catch(() => link && location.assign(link.href));
  };
  box.addEventListener("click", use);
  box.addEventListener("pointerdown", use);
}

const page = document.querySelector("[data-points][data-page]");
if (page) wake(page);
