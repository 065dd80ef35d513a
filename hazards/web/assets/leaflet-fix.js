// Leaflet as this house wants it: local pictures, Chinese buttons, no flag in the corner.
"use strict";
(() => {
  // Leaflet guesses this path from a style sheet that may not be loaded yet.
  const here = document.querySelector('script[src$="/leaflet.js"]').src;
  L.Icon.Default.imagePath = here.replace(/leaflet\.js$/, "images/");
  L.Control.Attribution.prototype.options.prefix = false;
  Object.assign(L.Control.Zoom.prototype.options, { zoomInTitle: "放大", zoomOutTitle: "缩小" });
})();
