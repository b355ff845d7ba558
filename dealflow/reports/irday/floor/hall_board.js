"use strict";
(() => {
  const body = document.body, off = JSON.parse(body.dataset.off);
  let ahead = Number(body.dataset.now) - Date.now(), tag = body.dataset.tag, failed = 0, seen = Date.now();
  const clock = (at) => new Date(at).toLocaleTimeString("ko-KR",
    { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Seoul" });
  const show = () => { document.getElementById("clock").textContent = clock(Date.now() + ahead); };
  show();
  setInterval(show, 1000);

  let turn = 0;
  const sections = () => [...document.querySelectorAll("#board > section")];
  function apply() { sections().forEach((one, place, all) => { one.hidden = place !== turn % all.length; }); }
  setInterval(() => { turn += 1; apply(); }, 12000);

  async function refresh() {
    const state = document.getElementById("state");
    try {
      const answer = await fetch(location.href, { cache: "no-store", headers: { "If-None-Match": `"${tag}"` } });
      if (answer.status === 200) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const board = page.getElementById("board");
        if (!board) throw new Error("no board");
        document.getElementById("board").replaceWith(board);
        ahead = Number(page.body.dataset.now) - Date.now();
        tag = page.body.dataset.tag;
        apply();
      } else if (answer.status !== 304) throw new Error(String(answer.status));
      failed = 0; seen = Date.now(); state.textContent = "";
    } catch {
      failed += 1;
      state.textContent = `${off[document.documentElement.lang]} ${clock(seen + ahead)}`;
    }
    const pause = Math.min(20000 * 2 ** Math.min(failed, 3), 120000);
    setTimeout(refresh, pause + Math.random() * 5000);
  }
  setTimeout(refresh, 15000 + Math.random() * 10000);
})();
