// One tap copies the text a button carries; over plain http the clipboard is reached the old way.
(() => {
  if (window.guapaiCopy) return;
  window.guapaiCopy = true;
  const old = (text) => {
    const field = Object.assign(document.createElement("textarea"), { value: text });
    field.style.cssText = "position:fixed;top:0;opacity:0";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return old(text);
    }
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const word = button.dataset.word || (button.dataset.word = button.textContent);
    button.textContent = (await copy(button.dataset.copy)) ? "已复制" : "请选中文字复制";
    setTimeout(() => (button.textContent = word), 2000);
  });
})();
