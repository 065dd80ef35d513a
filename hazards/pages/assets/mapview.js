// The bridge between a Streamlit page and the map in its frame: filters in, clicks out.
// Runs again at every rerun; the frame stays, so zoom and place stay too.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let frame = parentElement.querySelector("iframe");
  const fresh = !frame;
  if (fresh) {
    frame = document.createElement("iframe");
    frame.title = "一张图";
    frame.allow = "fullscreen";
    frame.src = "/map/view" + (data.query ? "?" + data.query : "");
    parentElement.appendChild(frame);
  }
  frame.style.setProperty("--height", data.height + "px");

  const tell = (message) => frame.contentWindow.postMessage(message, location.origin);
  const show = () => {
    tell({ type: "guapai:filter", query: data.query });
    const wanted = JSON.stringify(data.focus);
    if (data.focus && frame.dataset.focus !== wanted) tell({ type: "guapai:focus", ...data.focus });
    frame.dataset.focus = wanted;
  };
  if (!fresh) show();

  const hear = (event) => {
    if (event.source !== frame.contentWindow || event.origin !== location.origin) return;
    const said = event.data || {};
    if (said.type === "guapai:ready") show();
    if (said.type === "guapai:click") setTriggerValue("click", { what: said.what, id: said.id });
  };
  window.addEventListener("message", hear);
  return () => window.removeEventListener("message", hear);
}
