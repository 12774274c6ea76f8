// Draws the places of a page on a map, when asked. The list of the page says the same without it.
function load(tag, attributes) {
  return new Promise((resolve, reject) => {
    const node = Object.assign(document.createElement(tag), attributes, { onload: resolve, onerror: reject });
    document.head.append(node);
  });
}

function popup({ title, text, href }) {
  const box = document.createElement("div");
  const name = Object.assign(document.createElement(href ? "a" : "strong"), { textContent: title });
  if (href) name.href = href;
  box.append(name);
  if (text) box.append(Object.assign(document.createElement("p"), { textContent: text }));
  return box;
}

async function outline(map, address) {
  const answer = await fetch(address);
  if (!answer.ok) return;
  L.geoJSON(await answer.json(), { interactive: false, style: { className: "cn-places__outline", weight: 1 } }).addTo(map).bringToBack();
}

function draw(target, points, { tiles, credit, outlines }) {
  const { zoomIn, zoomOut, close } = target.dataset;
  const map = L.map(target, { zoomControl: false, scrollWheelZoom: false, fadeAnimation: false, attributionControl: Boolean(tiles) });
  L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.on("popupopen", ({ popup: open }) => open.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", close));
  if (outlines && !tiles) outline(map, outlines);
  if (tiles) L.tileLayer(tiles, { attribution: credit, maxZoom: 19 }).addTo(map);
  const icon = L.divIcon({ className: "cn-places__pin", iconSize: [24, 24], iconAnchor: [12, 24], popupAnchor: [0, -24] });
  const pins = points.map((point) => L.marker([point.lat, point.lon], { icon, title: point.title, alt: point.title }).bindPopup(popup(point)));
  const group = L.featureGroup(pins).addTo(map);
  if (pins.length) map.fitBounds(group.getBounds().pad(0.2), { maxZoom: 13 });
  else map.setView([46.6, 2.4], 5);
}

async function show(button) {
  const target = document.getElementById(button.dataset.placesMap);
  const points = JSON.parse(document.getElementById(`${target.id}-points`).textContent);
  button.disabled = true;
  await Promise.all([
    load("link", { rel: "stylesheet", href: button.dataset.style }),
    window.L ? null : load("script", { src: button.dataset.script }),
  ]);
  target.hidden = false;
  button.hidden = true;
  draw(target, points, button.dataset);
}

document.querySelectorAll("button[data-places-map]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => show(button));
  if ("openMap" in button.dataset) show(button);
});
