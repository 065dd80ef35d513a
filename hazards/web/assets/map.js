// The map of one district: streets by rate, cases by kind and light.
//
// Words spoken with the page that frames us, by postMessage, same origin only:
//   in   {type: "guapai:filter", query: "kind=hazard&level=…"}   fetch both layers again
//   in   {type: "guapai:focus", what: "case" | "street", id}     show this one
//   out  {type: "guapai:ready"}
//   out  {type: "guapai:click", what: "case" | "street", id}
//
// Data becomes text nodes, attributes or keys of the tables below; never markup.
"use strict";
const guapai = (() => {
  const HATCH = "guapai-hatch";
  const PRINTS_ZOOM = 15;

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  // ---- streets -------------------------------------------------------------

  function hatch(renderer) {
    const svg = renderer._container;
    if (!svg || svg.querySelector("#" + HATCH)) return;
    const space = "http://www.w3.org/2000/svg";
    const add = (parent, tag, given) => {
      const node = document.createElementNS(space, tag);
      for (const [name, value] of Object.entries(given)) node.setAttribute(name, value);
      return parent.appendChild(node);
    };
    const pattern = add(add(svg, "defs", {}), "pattern", {
      id: HATCH, width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
    });
    add(pattern, "rect", { width: 8, height: 8, fill: "#F2F4F7" });
    add(pattern, "line", { x1: 0, y1: 0, x2: 0, y2: 8, stroke: "#C3C9D2", "stroke-width": 3 });
  }

  // ---- cases ---------------------------------------------------------------

  const icons = new Map();
  function icon(kind, light, chosen) {
    const key = `${kind} ${light} ${chosen}`;
    if (!icons.has(key)) {
      const className = `gp-case gp-${kind} gp-${light}${chosen ? " gp-chosen" : ""}`;
      icons.set(key, L.divIcon({ className, iconSize: [20, 20], html: "" }));
    }
    return icons.get(key);
  }

  function clusterIcon(cluster) {
    const children = cluster.getAllChildMarkers();
    const overdue = children.filter((m) => m.options.light === "red").length;
    const body = make("div", "", String(children.length));
    if (overdue) body.append(make("i"));
    body.title = overdue ? `${children.length}件，其中逾期${overdue}件` : `${children.length}件`;
    const size = children.length < 10 ? 26 : children.length < 100 ? 30 : 38;
    return L.divIcon({ html: body, className: "gp-cluster", iconSize: [size, size] });
  }

  // ---- the map -------------------------------------------------------------

  function start(map, options) {
    document.documentElement.lang = "zh-CN";
    const framed = window.parent !== window;
    const say = (message) => framed && window.parent.postMessage(message, location.origin);
    const svg = L.svg({ padding: 0.5 });
    map.createPane("gp-names").style.zIndex = 450; // above the streets, below the cases
    const streets = new Map();
    const cases = new Map();
    let chosen = { case: null, street: null };
    let asked = null;
    let loading = null;
    let fitted = false;

    map.fitBounds(options.bounds);
    map.getContainer().setAttribute("aria-label", `${document.title}，可用方向键移动，加减键缩放`);

    const notice = make("div", "gp-notice");
    notice.setAttribute("role", "status");
    const words = notice.appendChild(make("span"));
    const again = notice.appendChild(make("button", "", "重试"));
    again.type = "button";
    again.onclick = () => load(asked);
    map.getContainer().append(notice);
    function tell(text, retry) {
      words.textContent = text;
      again.hidden = !retry;
      notice.hidden = !text;
    }

    if (options.schematic) map.getContainer().append(make("div", "gp-schematic", "示意图"));

    if (document.fullscreenEnabled) {
      const Wide = L.Control.extend({
        onAdd() {
          const button = make("button", "gp-wide", "大屏");
          button.type = "button";
          L.DomEvent.disableClickPropagation(button);
          button.onclick = () =>
            document.fullscreenElement
              ? document.exitFullscreen()
              : document.documentElement.requestFullscreen();
          document.addEventListener("fullscreenchange", () => {
            const full = Boolean(document.fullscreenElement);
            button.textContent = full ? "退出大屏" : "大屏";
            document.documentElement.classList.toggle("gp-full", full);
            setTimeout(() => { map.invalidateSize(); frame(); }, 150);
          });
          return button;
        },
      });
      new Wide({ position: "topright" }).addTo(map);
    }

    function style(properties) {
      const step = options.steps[properties.step] || options.steps.none;
      const mine = chosen.street === properties.key;
      return {
        fillColor: step.key === "none" ? `url(#${HATCH})` : step.fill,
        fillOpacity: 1,
        color: mine ? "#0B3A6F" : "#FFFFFF",
        weight: mine ? 3 : 1.5,
      };
    }

    const areas = L.geoJSON(null, {
      renderer: svg,
      filter: (feature) => feature.geometry && /Polygon$/.test(feature.geometry.type),
      style: (feature) => style(feature.properties),
      onEachFeature(feature, layer) {
        const { key } = feature.properties;
        streets.set(key, layer);
        layer.on("click", () => pick("street", key));
      },
    }).addTo(map);

    // Footprints come by box and near by only: a district's 20,000 are dots until one looks closer.
    const prints = L.geoJSON(null, {
      renderer: svg,
      interactive: false,
      style: { color: "#0B3A6F", weight: 1.5, fillColor: "#0B3A6F", fillOpacity: 0.15 },
    }).addTo(map);

    const points = L.markerClusterGroup({
      maxClusterRadius: 56,
      showCoverageOnHover: false,
      chunkedLoading: true,
      iconCreateFunction: clusterIcon,
      spiderLegPolylineOptions: { weight: 1, color: "#667085", opacity: 0.6 },
    }).addTo(map);

    function kindOf(properties) {
      return properties.kind in options.kinds ? properties.kind : "hazard";
    }
    function lightOf(properties) {
      return properties.light in options.lights ? properties.light : "navy";
    }
    function marker(feature) {
      const p = feature.properties;
      const [lng, lat] = feature.geometry.coordinates;
      const light = lightOf(p);
      const title = [p.number, p.name, p.level, options.lights[light].word].filter(Boolean).join(" ");
      const made = L.marker([lat, lng], { light, title, alt: title, icon: icon(kindOf(p), light, p.id === chosen.case) });
      made.properties = p;
      made.on("click", () => pick("case", p.id));
      cases.set(p.id, made);
      return made;
    }

    function mark(what, id) {
      const before = chosen;
      chosen = { case: null, street: null, [what]: id };
      for (const made of [cases.get(before.case), cases.get(chosen.case)]) {
        if (made) {
          const p = made.properties;
          made.setIcon(icon(kindOf(p), lightOf(p), p.id === chosen.case));
        }
      }
      for (const key of [before.street, chosen.street]) {
        const layer = streets.get(key);
        if (layer) layer.setStyle(style(layer.feature.properties));
      }
      const top = streets.get(chosen.street);
      if (top) top.bringToFront();
    }
    function pick(what, id) {
      mark(what, id);
      say({ type: "guapai:click", what, id });
    }
    function focus(what, id) {
      mark(what, id);
      if (what === "street" && streets.has(id)) map.fitBounds(streets.get(id).getBounds(), { padding: [24, 24] });
      if (what === "case" && cases.has(id)) points.zoomToShowLayer(cases.get(id), () => undefined);
    }

    // Clusters glide to their places after the zoom, so the names look again when they stand.
    let settling = [];
    function names() {
      settling.forEach(clearTimeout);
      settling = [60, 500].map((ms) => setTimeout(() => guapaiLabels.arrange(map, streets.values()), ms));
    }
    map.getPane("markerPane").addEventListener("transitionend", names);
    map.on("zoomend resize layeradd", names);
    points.on("animationend", names);

    function frame() {
      const bounds = areas.getLayers().length ? areas.getBounds() : points.getBounds();
      map.fitBounds(bounds.isValid() ? bounds : options.bounds, { padding: [12, 12] });
    }

    function drawStreets(collection) {
      areas.clearLayers();
      streets.clear();
      areas.addData(collection);
      hatch(svg);
      for (const layer of streets.values()) guapaiLabels.write(layer, "gp-names");
      if (!fitted) frame();
      fitted = true;
    }

    function drawCases(collection) {
      points.clearLayers();
      cases.clear();
      points.addLayers((collection.features || []).filter((f) => f.geometry).map(marker));
      const shown = cases.size;
      const placed = collection.placed || shown;
      if (placed > shown) tell(`符合条件且有坐标的有${placed}件，图上只画${shown}件，请缩小筛选范围`);
      else tell(shown ? "" : "没有符合条件且有坐标的案件");
    }

    async function layer(url, query, signal) {
      const reply = await fetch(query ? `${url}?${query}` : url, { signal, credentials: "same-origin" });
      if (!reply.ok) {
        const answer = await reply.json().catch(() => ({}));
        throw new Error(answer.message || "");
      }
      return reply.json();
    }

    let looking = null;
    async function drawPrints() {
      if (looking) looking.abort();
      if (!options.prints || map.getZoom() < PRINTS_ZOOM) return prints.clearLayers();
      const mine = (looking = new AbortController());
      const bbox = map.getBounds().pad(0.2).toBBoxString();
      try {
        const told = await layer(options.prints, [asked, `bbox=${bbox}`].filter(Boolean).join("&"), mine.signal);
        if (mine !== looking) return;
        prints.clearLayers();
        prints.addData(told);
      } catch (fault) {
        if (fault.name !== "AbortError") tell(fault.message && fault.name === "Error" ? fault.message : "占地没有取到");
      }
    }
    map.on("moveend", drawPrints);

    async function load(query) {
      asked = new URLSearchParams(query).toString();
      if (loading) loading.abort();
      const mine = (loading = new AbortController());
      map.getContainer().setAttribute("aria-busy", "true");
      try {
        const [polygons, dots] = await Promise.all([
          layer(options.streets, asked, mine.signal),
          layer(options.cases, asked, mine.signal),
        ]);
        if (mine !== loading) return;
        drawStreets(polygons);
        drawCases(dots);
        drawPrints();
        names();
      } catch (fault) {
        if (fault.name === "AbortError") return;
        tell(fault.message && fault.name === "Error" ? fault.message : "图层没有取到", true);
      } finally {
        if (mine === loading) map.getContainer().setAttribute("aria-busy", "false");
      }
    }

    window.addEventListener("message", (event) => {
      if (event.origin !== location.origin || event.source !== window.parent) return;
      const said = event.data || {};
      if (said.type === "guapai:filter") {
        const query = new URLSearchParams(String(said.query || "")).toString();
        if (query !== asked) load(query);
      }
      if (said.type === "guapai:focus") focus(said.what === "street" ? "street" : "case", said.id);
    });

    load(location.search.slice(1));
    say({ type: "guapai:ready" });
  }

  return { start };
})();
