// The ground of one building: what is on file, its neighbours, and what is being drawn.
//
// Words spoken with the page that frames us, by postMessage, same origin only:
//   in   {type: "guapai:edit", edit: true, version, filed}
//         show or hide the tools; another version wipes what is drawn, another "filed" fetches anew
//   out  {type: "guapai:ready"}
//   out  {type: "guapai:drawn", version, geometry}     a MultiPolygon in CGCS2000, null when all is erased
//
// Data becomes text nodes or numbers; never markup.
"use strict";
(() => {
  const NEAR_ZOOM = 15;
  const box = document.getElementById("map");
  const options = JSON.parse(box.dataset.options);
  const framed = window.parent !== window;
  const say = (message) => framed && window.parent.postMessage(message, location.origin);
  const text = (words) => document.createTextNode(words);

  const map = L.map(box, { minZoom: 6, maxZoom: 21, zoomSnap: 0.5, attributionControl: options.tiles.length > 0 });
  for (const layer of options.tiles) L.tileLayer(layer.url, { attribution: layer.credit, maxNativeZoom: layer.max_zoom, maxZoom: 21 }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const still = { pmIgnore: true, snapIgnore: false };
  const streets = L.geoJSON(null, { interactive: false, pmIgnore: true, style: { ...still, snapIgnore: true, color: "#98A2B3", weight: 1.5, fill: false, dashArray: "4 4" } }).addTo(map);
  const near = L.geoJSON(null, {
    pmIgnore: true,
    filter: (feature) => feature.properties.id !== options.case,
    style: { ...still, color: "#B26A00", weight: 1.5, fillColor: "#B26A00", fillOpacity: 0.12 },
    onEachFeature: (feature, layer) => layer.bindTooltip(text([feature.properties.number, feature.properties.name].filter(Boolean).join(" ")), { sticky: true }),
  }).addTo(map);
  const own = L.geoJSON(null, {
    pmIgnore: true,
    style: { ...still, color: "#0B3A6F", weight: 2.5, fillColor: "#0B3A6F", fillOpacity: 0.2 },
    onEachFeature: (feature, layer) =>
      layer.bindTooltip(text(`第${feature.properties.position}处 ${feature.properties.m2.toLocaleString("zh-CN")} ㎡`), { permanent: true, direction: "center", className: "gp-label gp-own" }),
  }).addTo(map);
  const sketch = L.featureGroup().addTo(map);
  const marks = L.featureGroup().addTo(map);

  const size = box.appendChild(document.createElement("div"));
  size.className = "gp-size";
  size.setAttribute("role", "status");

  // ---- tools -----------------------------------------------------------------

  map.pm.setLang("gp", {
    tooltips: {
      firstVertex: "点一下，放第一个拐点", continueLine: "点一下，放下一个拐点", finishPoly: "点第一个拐点，或按“完成”",
      finishRect: "点一下对角，完成", placeMarker: "点一下放置",
    },
    actions: { finish: "完成", cancel: "取消", removeLastVertex: "退一点" },
    buttonTitles: { drawPolyButton: "画多边形", drawRectButton: "画矩形", editButton: "改拐点", deleteButton: "擦去新画的" },
  }, "zh");
  map.pm.setGlobalOptions({
    allowSelfIntersection: false, snappable: true, snapDistance: 12, layerGroup: sketch,
    pathOptions: { color: "#B42318", weight: 2.5, fillColor: "#B42318", fillOpacity: 0.15 },
    templineStyle: { color: "#B42318", weight: 2 }, hintlineStyle: { color: "#B42318", weight: 2, dashArray: "5 5" },
  });

  let edit = false;
  let version = null;
  let filed = null;
  function tools(wanted) {
    if (edit === wanted) return;
    edit = wanted;
    if (!edit) {
      map.pm.disableDraw();
      map.pm.removeControls();
      return;
    }
    map.pm.addControls({
      position: "topleft", drawControls: true, editControls: true, optionsControls: false, customControls: false,
      drawMarker: false, drawCircleMarker: false, drawPolyline: false, drawCircle: false, drawText: false,
      drawPolygon: true, drawRectangle: true, editMode: true, dragMode: false, cutPolygon: false,
      removalMode: true, rotateMode: false,
    });
  }

  // On the plane of the place: good to a thousandth, and the server measures anew.
  function squareMetres(ring) {
    const scale = Math.cos((ring[0].lat * Math.PI) / 180);
    let twice = 0;
    ring.forEach((a, n) => {
      const b = ring[(n + 1) % ring.length];
      twice += (a.lng - ring[0].lng) * (b.lat - ring[0].lat) - (b.lng - ring[0].lng) * (a.lat - ring[0].lat);
    });
    return (Math.abs(twice) / 2) * 111320 * scale * 110850;
  }
  function measure(rings) {
    const whole = rings.filter((ring) => ring.length > 2).reduce((sum, ring) => sum + squareMetres(ring), 0);
    size.textContent = whole ? `新画约 ${whole.toLocaleString("zh-CN", { maximumFractionDigits: 1 })} ㎡` : "";
  }
  const rings = () => sketch.getLayers().map((layer) => layer.getLatLngs()[0]);

  function tell() {
    measure(rings());
    const coordinates = sketch.getLayers().map((layer) => layer.toGeoJSON(9).geometry.coordinates);
    say({ type: "guapai:drawn", version, geometry: coordinates.length ? { type: "MultiPolygon", coordinates } : null });
  }
  map.on("pm:drawstart", ({ workingLayer }) => {
    workingLayer.on("pm:vertexadded pm:vertexremoved", () => {
      const told = workingLayer.getLatLngs().flat();
      measure([...rings(), told]);
    });
  });
  map.on("pm:create", ({ layer }) => {
    layer.on("pm:update", tell);
    tell();
  });
  map.on("pm:remove", tell);

  // ---- layers ----------------------------------------------------------------

  async function fetched(url, signal) {
    const reply = await fetch(url, { signal, credentials: "same-origin" });
    if (!reply.ok) throw new Error((await reply.json().catch(() => ({}))).message || "图层没有取到");
    return reply.json();
  }

  let asking = null;
  async function neighbours() {
    if (asking) asking.abort();
    if (map.getZoom() < NEAR_ZOOM) return near.clearLayers();
    const mine = (asking = new AbortController());
    const bbox = map.getBounds().pad(0.3).toBBoxString();
    try {
      const told = await fetched(`${options.near}?kind=building&year=all&bbox=${bbox}`, mine.signal);
      if (mine !== asking) return;
      near.clearLayers();
      near.addData(told);
    } catch (fault) {
      if (fault.name !== "AbortError") size.textContent = fault.message;
    }
  }
  map.on("moveend", neighbours);

  async function load(fit) {
    box.setAttribute("aria-busy", "true");
    try {
      const told = await fetched(options.own);
      for (const group of [streets, own, marks]) group.clearLayers();
      if (fit) {
        const [west, south, east, north] = told.bounds;
        map.fitBounds([[south, west], [north, east]], { maxZoom: 20, animate: false });
      }
      streets.addData(told.streets);
      own.addData(told);
      if (told.point) {
        const icon = L.divIcon({ className: "gp-point", iconSize: [12, 12], html: "" });
        L.marker([told.point[1], told.point[0]], { icon, interactive: false, keyboard: false, ...still, snapIgnore: true }).addTo(marks);
      }
      if (!fit) neighbours();
      if (told.schematic && !box.querySelector(".gp-schematic")) {
        const note = box.appendChild(document.createElement("div"));
        note.className = "gp-schematic";
        note.textContent = "示意图";
      }
    } catch (fault) {
      size.textContent = fault.message;
    } finally {
      box.setAttribute("aria-busy", "false");
    }
  }

  window.addEventListener("message", (event) => {
    if (event.origin !== location.origin || event.source !== window.parent) return;
    const said = event.data || {};
    if (said.type !== "guapai:edit") return;
    tools(Boolean(said.edit));
    if (version !== null && said.version !== version) {
      map.pm.disableDraw();
      sketch.clearLayers();
      measure([]);
    }
    if (filed !== null && said.filed !== filed) load(false);
    version = said.version;
    filed = said.filed;
  });

  load(true).then(() => say({ type: "guapai:ready" }));
})();
