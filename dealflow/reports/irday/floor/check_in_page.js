"use strict";
(() => {
  const body = document.body, words = JSON.parse(body.dataset.words), lang = body.dataset.lang, here = location.pathname;
  const find = document.getElementById("find"), field = find.elements.q, told = document.getElementById("told");
  const list = document.getElementById("comers"), none = document.getElementById("none");

  function say(text, kind) { told.textContent = text; told.className = `big ${kind}`; }
  function narrow() {
    const asked = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const one of list.children) {
      one.hidden = !asked.every((word) => one.dataset.names.includes(word));
      shown += one.hidden ? 0 : 1;
    }
    none.hidden = shown > 0;
  }
  function take(said) {
    if (said.counts) document.getElementById("counts").textContent = said.counts;
    for (const [who, html] of Object.entries(said.rows || {})) {
      const old = [...list.children].find((one) => one.dataset.who === who);
      const made = new DOMParser().parseFromString(`<ul>${html}</ul>`, "text/html").querySelector("li");
      if (old && made) old.replaceWith(made);
    }
    narrow();
  }
  async function ask(fields) {
    try {
      const answer = await fetch(`${here}/act?lang=${lang}`, { method: "POST", cache: "no-store", body: new URLSearchParams(fields) });
      const said = await answer.json();
      take(said);
      if (said.words) say(said.words, answer.ok ? "good" : "bad");
      return answer.ok;
    } catch { say(words.offline, "bad"); return false; }
  }
  list.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target, button = form.querySelector("button");
    button.disabled = true;
    ask({ act: form.elements.act.value, who: form.elements.who.value }).then((done) => {
      button.disabled = false;
      if (done) { field.value = ""; narrow(); field.focus({ preventScroll: true }); }
    });
  });
  async function scanned(text) {
    const done = await ask({ act: "scan", code: text });
    field.value = "";
    narrow();
    return done;
  }
  find.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim(), shown = [...list.children].filter((one) => !one.hidden);
    if (!text) return;
    if (shown.length === 1) shown[0].querySelector("button.main")?.click();
    else if (shown.length === 0) scanned(text);
  });
  field.addEventListener("input", narrow);

  // --- the camera, where the browser reads codes by itself -----------------------------------------------------------
  const camera = document.getElementById("camera"), eye = document.getElementById("eye");
  let stream = null;
  async function look(detector) {
    let last = "", until = 0;
    while (stream) {
      try {
        for (const code of await detector.detect(eye)) {
          if (code.rawValue === last && Date.now() < until) continue;
          last = code.rawValue; until = Date.now() + 4000;
          await scanned(code.rawValue);
          navigator.vibrate?.(80);
        }
      } catch { /* the picture is not there yet */ }
      await new Promise((wait) => setTimeout(wait, 180));
    }
  }
  async function open() {
    if (stream) {
      stream.getTracks().forEach((one) => one.stop());
      stream = null; eye.hidden = true;
      return;
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      eye.srcObject = stream; eye.hidden = false;
      await eye.play();
      say(words.point, "");
      look(new BarcodeDetector({ formats: ["qr_code"] }));
    } catch { say(words.no_camera, "bad"); }
  }
  if ("BarcodeDetector" in window && navigator.mediaDevices) {
    camera.hidden = false;
    camera.addEventListener("click", open);
  }

  // --- what other doors did --------------------------------------------------------------------------------------------
  async function refresh() {
    if (!document.hidden && !list.querySelector("button:disabled")) {
      try {
        const answer = await fetch(`${here}/act?lang=${lang}`, { method: "POST", cache: "no-store", body: new URLSearchParams({ act: "look" }) });
        if (answer.ok) take(await answer.json());
      } catch { /* it comes back */ }
    }
    setTimeout(refresh, 20000 + Math.random() * 5000);
  }
  setTimeout(refresh, 20000);
  narrow();
})();
