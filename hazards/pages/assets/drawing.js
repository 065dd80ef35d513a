// The bridge between the page of a case and the map on which its ground is drawn.
// Runs again at every rerun; the frame stays, so what is half drawn stays too.
export default function (component) {
  const { data, parentElement, setStateValue } = component;
  let frame = parentElement.querySelector("iframe");
  const address = `/footprints/${data.case}/view`;
  const fresh = !frame;
  if (fresh) {
    frame = document.createElement("iframe");
    frame.title = "占地图";
    parentElement.appendChild(frame);
  }
  if (frame.getAttribute("src") !== address) frame.src = address;

  const show = () =>
    frame.contentWindow.postMessage(
      { type: "guapai:edit", edit: data.edit, version: data.version, filed: data.filed.join() }, location.origin);
  if (!fresh) show();

  const hear = (event) => {
    if (event.source !== frame.contentWindow || event.origin !== location.origin) return;
    const said = event.data || {};
    if (said.type === "guapai:ready") show();
    if (said.type === "guapai:drawn") setStateValue("drawn", { version: said.version, geometry: said.geometry });
  };
  window.addEventListener("message", hear);
  return () => window.removeEventListener("message", hear);
}
