// What somebody types outlives a reload: this tab keeps it for this person and this address until it is sent.
(() => {
  if (window.guapaiTyped) return;
  window.guapaiTyped = true;
  const FIELD = ".stTextArea textarea, .stTextInput input[type='text']";
  const again = ["reload", "back_forward"].includes(performance.getEntriesByType("navigation")[0]?.type);
  const here = location.pathname + location.search; // where this load began
  let waiting = null; // what a reload found, by field; null until it is known who is at work
  let sent = [];

  const who = () => document.querySelector(".gp-who")?.textContent.trim();
  const room = () => who() && `typed/${who()}/${location.pathname}${location.search}`;
  const read = (name) => { try { return JSON.parse(sessionStorage.getItem(name)) || {}; } catch { return {}; } };
  const write = (name, held) => {
    if (Object.keys(held).length) sessionStorage.setItem(name, JSON.stringify(held));
    else sessionStorage.removeItem(name);
  };
  // A field is known by the key of its widget; the mark of one press in it is another after a reload.
  const key = (field) => [...(field.closest("[class*='st-key-']")?.classList || [])]
    .find((name) => name.startsWith("st-key-"))?.replace(/[0-9a-f]{32}/, "#");
  const alone = (name) => [...document.querySelectorAll(FIELD)].filter((one) => key(one) === name).length === 1;

  document.addEventListener("input", (event) => {
    const field = event.target, name = event.isTrusted && field.matches?.(FIELD) && key(field);
    if (!name || !room()) return;
    const held = read(room());
    if (field.value.trim()) held[name] = field.value; else delete held[name];
    write(room(), held);
  });
  document.addEventListener("click", (event) => {
    const form = event.target.closest("[data-testid='stFormSubmitButton']")?.closest("[data-testid='stForm']");
    if (form) sent = [...form.querySelectorAll(FIELD)].map(key);
  }, true);

  function arrived() {
    if (!sent.length || !room()) return;
    const held = read(room());
    sent.forEach((name) => delete held[name]);
    sent = [];
    write(room(), held);
  }
  function refill(root) {
    if (!again || location.pathname + location.search !== here || !room()) return;
    waiting ??= read(room());
    for (const field of root.querySelectorAll(FIELD)) {
      const name = key(field), text = waiting[name];
      if (text === undefined || field.value === text || !alone(name)) continue;
      delete waiting[name];
      const fold = field.closest("details");
      if (fold && !fold.open) fold.querySelector("summary").click();
      const plain = field.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
      Object.getOwnPropertyDescriptor(plain.prototype, "value").set.call(field, text);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      say();
    }
  }
  function say() {
    if (document.querySelector(".gp-kept")) return;
    const told = document.createElement("div");
    told.className = "gp-kept";
    told.role = "status";
    told.textContent = "刷新前填写的内容已取回，请核对后提交。";
    document.body.append(told);
    setTimeout(() => told.remove(), 20000);
  }
  new MutationObserver((changes) => {
    const added = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.nodeType === Node.ELEMENT_NODE);
    const done = "[data-testid='stAlertContentSuccess'], [data-testid='stAlertContentWarning']";
    if (added.some((node) => node.matches(done) || node.querySelector(done))) arrived();
    if (added.length) refill(document.body);
  }).observe(document.body, { subtree: true, childList: true });
})();
