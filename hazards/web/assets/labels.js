// Names of streets on the map: each inside its own street, none over another or over a case.
"use strict";
const guapaiLabels = (() => {
  const rings = (layer) => layer.getLatLngs().flat(layer.feature.geometry.type === "MultiPolygon" ? 1 : 0);

  // Where the level at this latitude crosses the outline, west to east.
  function cuts(layer, lat) {
    const found = [];
    for (const ring of rings(layer)) {
      ring.forEach((a, i) => {
        const b = ring[(i + 1) % ring.length];
        if (a.lat > lat !== b.lat > lat) found.push(a.lng + ((lat - a.lat) / (b.lat - a.lat)) * (b.lng - a.lng));
      });
    }
    return found.sort((a, b) => a - b);
  }

  const holds = (layer, at) => cuts(layer, at.lat).filter((lng) => lng < at.lng).length % 2 === 1;

  // A point surely inside: the middle of the longest stretch at half height.
  function inside(layer) {
    const bounds = layer.getBounds();
    const lat = bounds.getCenter().lat;
    const line = cuts(layer, lat);
    let best = null;
    for (let i = 0; i + 1 < line.length; i += 2) {
      if (!best || line[i + 1] - line[i] > best[1] - best[0]) best = [line[i], line[i + 1]];
    }
    return best ? L.latLng(lat, (best[0] + best[1]) / 2) : bounds.getCenter();
  }

  function write(layer, pane) {
    const { name, rate_text, struck_off, listed } = layer.feature.properties;
    const rate = listed ? `${rate_text},${struck_off}/${listed}` : "不排名";
    const element = document.createElement("div");
    for (const [tag, text] of [["b", name], ["span", rate]]) {
      element.appendChild(document.createElement(tag)).textContent = text || "";
    }
    layer.bindTooltip(element, { permanent: true, direction: "center", className: "gp-label", pane });
    layer.openTooltip(inside(layer));
  }

  const apart = (a, b) => a.right < b.left || a.left > b.right || a.bottom < b.top || a.top > b.bottom;
  const moved = (box, dy) => ({ left: box.left, right: box.right, top: box.top + dy, bottom: box.bottom + dy });
  const area = (layer) => {
    const b = layer.getBounds();
    return (b.getNorth() - b.getSouth()) * (b.getEast() - b.getWest());
  };

  // Larger streets speak first. A label steps aside for cases while it stays in its own street,
  // gives up its rate, and at last waits for a closer look.
  function arrange(map, layers) {
    const root = map.getContainer();
    const symbols = [...root.querySelectorAll(".gp-case, .gp-cluster")].map((e) => e.getBoundingClientRect());
    const taken = [];
    for (const layer of [...layers].sort((a, b) => area(b) - area(a))) {
      const element = layer.getTooltip() && layer.getTooltip().getElement();
      if (!element) continue;
      const at = map.latLngToLayerPoint(layer.getTooltip().getLatLng());
      const place = (nameOnly, blockers) => {
        element.classList.toggle("gp-name-only", nameOnly);
        element.style.marginTop = "0";
        const box = element.getBoundingClientRect();
        return [0, -20, 20, -34, 34, -48, 48].find((dy) => {
          const here = moved(box, dy);
          if (dy && !holds(layer, map.layerPointToLatLng(at.add([0, dy])))) return false;
          return blockers.every((other) => apart(here, other));
        });
      };
      let dy;
      for (const [nameOnly, blockers] of [
        [false, [...taken, ...symbols]], [true, [...taken, ...symbols]], [true, taken],
      ]) {
        dy = place(nameOnly, blockers);
        if (dy !== undefined) break;
      }
      element.classList.toggle("gp-hidden", dy === undefined);
      if (dy === undefined) continue;
      element.style.marginTop = `${dy}px`;
      taken.push(element.getBoundingClientRect());
    }
  }

  return { arrange, write };
})();
