// On a phone the menu covers the page, so choosing from it closes it.
(() => {
  if (window.guapaiMenu) return;
  window.guapaiMenu = true;
  document.addEventListener("click", (event) => {
    if (innerWidth > 640 || !event.target.closest("[data-testid='stSidebar'] a")) return;
    setTimeout(() => document.querySelector("[data-testid='stSidebarCollapseButton'] button")?.click(), 50);
  });
})();
