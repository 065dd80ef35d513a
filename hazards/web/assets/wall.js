// The wall refreshes itself every minute. On a lost link the last picture stays, and says since when.
(() => {
  const EVERY = 60_000, PATIENCE = 20_000;
  const now = document.getElementById("now"), state = document.getElementById("state");
  const since = () => now.querySelector("time").dataset.clock;
  const say = (text, link) => {
    state.replaceChildren(text);
    if (link) {
      const back = encodeURIComponent(location.pathname + location.search);
      state.append(Object.assign(document.createElement("a"), { href: `/account/login?next=${back}`, textContent: "重新登录" }));
    }
    state.hidden = !text;
    document.body.classList.toggle("stale", Boolean(text));
  };
  let asked = 0; // a slow answer must not speak after a later one
  const refresh = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(`/wall/now?${document.body.dataset.query}`, {
        cache: "no-store", signal: AbortSignal.timeout(PATIENCE),
      });
      if (mine !== asked) return;
      if (answer.status === 401 || answer.status === 403) return say(`登录已过期，数据停在${since()}。`, true);
      if (!answer.ok) throw new Error(answer.status);
      const markup = await answer.text();
      if (mine !== asked) return;
      now.innerHTML = markup; // written and escaped by this server
      say("");
    } catch {
      if (mine === asked) say(`数据停在${since()}`);
    }
  };
  setInterval(refresh, EVERY);
  addEventListener("online", refresh);
  addEventListener("offline", () => say(`数据停在${since()}`));
  document.getElementById("again").addEventListener("click", refresh);
  document.getElementById("full").addEventListener("click", () =>
    document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.());
})();
