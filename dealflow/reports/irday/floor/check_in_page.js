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
      const old = rowOf(who);
      const made = new DOMParser().parseFromString(`<ul>${html}</ul>`, "text/html").querySelector("li");
      if (old && made) old.replaceWith(made);
    }
    narrow();
  }
  // --- what was tapped is kept on this phone first, and delivered once, in its order, when there is a connection ------
  const STORE = `dealflow:desk:${here}`, waiting = document.getElementById("waiting");
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const clock = (at) => new Date(at).toLocaleTimeString("ko-KR",
    { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Seoul" });
  let kept = null; // where the browser keeps nothing, the queue lives as long as the page
  function load() {
    try { return kept || JSON.parse(localStorage.getItem(STORE) || "[]"); } catch { return kept || []; }
  }
  function keep(queue) {
    try { localStorage.setItem(STORE, JSON.stringify(queue)); kept = null; } catch { kept = queue; }
  }
  const rowOf = (who) => [...list.children].find((one) => one.dataset.who === who);
  function badgeOf(code) { return /dfa[:;]([0-9a-z_-]{1,80})/i.exec(code)?.[1].toLowerCase(); }
  function mark(entry) {
    const row = rowOf(entry.fields.who || badgeOf(entry.fields.code || ""));
    if (!row) return;
    const isHere = entry.fields.act !== "out", button = row.querySelector("button");
    row.classList.toggle("here", isHere);
    row.classList.add("waiting");
    row.querySelector(".state").textContent = fill(words.kept, { at: clock(entry.at) });
    row.querySelector("[name=act]").value = isHere ? "out" : "in";
    button.textContent = isHere ? words.undo : words.check;
    button.className = isHere ? "" : "main";
  }
  function showWaiting() {
    const queue = load();
    queue.forEach(mark);
    waiting.hidden = !queue.length;
    waiting.textContent = queue.length ? fill(words.waiting, { n: queue.length }) : "";
  }
  async function sent(fields) {
    const answer = await fetch(`${here}/act?lang=${lang}`, { method: "POST", cache: "no-store", body: new URLSearchParams(fields) });
    if (!answer.ok && answer.status !== 409) throw new Error("later"); // 409: refused in words, and not to be sent again
    return [answer.ok, await answer.json()];
  }
  let busy = false;
  async function deliver() {
    if (busy) return;
    busy = true;
    try {
      for (let queue = load(); queue.length; queue = load()) {
        const [first] = queue, ago = Math.max(0, Math.round((Date.now() - first.at) / 1000));
        const [isDone, said] = await sent(ago > 3 ? { ...first.fields, ago } : first.fields);
        keep(load().filter((entry) => entry.id !== first.id));
        take(said);
        if (said.words) say(said.words, isDone ? "good" : "bad");
      }
    } catch {
      const last = load().at(-1);
      if (last) say(fill(words.kept, { at: clock(last.at) }), "wait");
    } finally { busy = false; showWaiting(); }
  }
  async function ask(fields) {
    const at = Date.now();
    keep([...load(), { id: `${at}-${Math.random()}`, at, fields }]);
    while (busy) await new Promise((wait) => setTimeout(wait, 40));
    await deliver();
  }
  list.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target, button = form.querySelector("button");
    button.disabled = true;
    ask({ act: form.elements.act.value, who: form.elements.who.value }).then(() => {
      button.disabled = false;
      field.value = ""; narrow(); field.focus({ preventScroll: true });
    });
  });
  async function scanned(text) {
    await ask({ act: "scan", code: text });
    field.value = "";
    narrow();
  }
  find.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim(), shown = [...list.children].filter((one) => !one.hidden);
    if (!text) return;
    if (shown.length === 1) shown[0].querySelector("button.main")?.click();
    else if (shown.length === 0) scanned(text);
  });
  field.addEventListener("input", narrow);

  // --- the camera: the browser reads codes by itself, or a worker with a library of ours does ------------------------
  const camera = document.getElementById("camera"), eye = document.getElementById("eye");
  let stream = null;
  const WIDEST = 720; // pixels of a picture that the worker is given: enough for a badge at arm's length
  let worker = null;
  const isNative = "BarcodeDetector" in window;
  function reader() {
    if (isNative) {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      return async () => (await detector.detect(eye)).map((code) => code.rawValue);
    }
    worker ||= new Worker(`${here}/reader.js`);
    const canvas = document.createElement("canvas"), pen = canvas.getContext("2d", { willReadFrequently: true });
    return () => new Promise((resolve, reject) => {
      const scale = Math.min(1, WIDEST / (eye.videoWidth || WIDEST));
      canvas.width = Math.round(eye.videoWidth * scale); canvas.height = Math.round(eye.videoHeight * scale);
      if (!canvas.width) { reject(new Error("no picture yet")); return; }
      pen.drawImage(eye, 0, 0, canvas.width, canvas.height);
      const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
      worker.onmessage = ({ data }) => resolve(data ? [data] : []);
      worker.onerror = reject;
      worker.postMessage({ pixels: picture.data, width: picture.width, height: picture.height }, [picture.data.buffer]);
    });
  }
  async function look(read) {
    let last = "", until = 0;
    while (stream) {
      try {
        for (const code of await read()) {
          if (code === last && Date.now() < until) continue;
          last = code; until = Date.now() + 4000;
          await scanned(code);
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
      look(reader());
    } catch { say(words.no_camera, "bad"); }
  }
  if (navigator.mediaDevices) {
    camera.hidden = false;
    camera.addEventListener("click", open);
    if (!isNative && "serviceWorker" in navigator) { // the phone keeps the library for when there is no connection
      navigator.serviceWorker.ready.then(() => fetch(`${here}/reader.js`)).catch(() => {});
    }
  }

  // --- what other doors did --------------------------------------------------------------------------------------------
  async function refresh() {
    if (!document.hidden && !list.querySelector("button:disabled")) {
      try {
        await deliver();
        const [isDone, said] = await sent({ act: "look" });
        if (isDone) { take(said); showWaiting(); }
      } catch { /* it comes back */ }
    }
    setTimeout(refresh, 20000 + Math.random() * 5000);
  }
  setTimeout(refresh, 20000);
  addEventListener("online", deliver);
  addEventListener("visibilitychange", () => { if (!document.hidden) deliver(); });
  narrow();
  showWaiting();
  deliver();
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(`${here}/worker.js`, { scope: here }).catch(() => {});
  }
})();
