"use strict";
(() => {
  const body = document.body, read = (name) => JSON.parse(body.dataset[name]);
  const words = read("words"), usual = read("usual"), minute = Number(body.dataset.minute);
  const none = [{ id: "", name: words.nobody, pitches: [{ name: "", at: "", end: 0, pitch: usual[0], qa: usual[1] }] }];
  const stages = read("stages").length ? read("stages") : none;
  const find = (id) => document.getElementById(id), KEY = `dealflow-timer:${location.pathname}`;
  const WARN_S = 60, LAST_S = 30, STEP_S = 30;

  let state = { stage: 0, pitch: 0, phase: "pitch", left_s: 0, runs_since: 0 };
  const stage = () => stages[state.stage] || stages[0];
  const pitch = () => stage().pitches[state.pitch] || stage().pitches[0];
  const whole = () => (state.phase === "pitch" ? pitch().pitch : pitch().qa) * 60;
  const left = () => state.left_s - (state.runs_since ? (Date.now() - state.runs_since) / 1000 : 0);
  const keep = () => { try { sessionStorage.setItem(KEY, JSON.stringify(state)); } catch { /* a private window */ } };

  function setUp(place) {
    const due = stages[place].pitches.findIndex((one) => one.end > minute);
    state = { stage: place, pitch: Math.max(due, 0), phase: "pitch", left_s: 0, runs_since: 0 };
    state.left_s = whole();
  }
  function go() {
    if (state.runs_since) { state.left_s = left(); state.runs_since = 0; } else state.runs_since = Date.now();
    awake();
  }
  function enter(place, phase) {
    state.pitch = place; state.phase = phase; state.runs_since = 0; state.left_s = whole();
  }
  function on() {
    if (state.phase === "pitch" && pitch().qa) { enter(state.pitch, "qa"); state.runs_since = Date.now(); }
    else if (state.pitch + 1 < stage().pitches.length) enter(state.pitch + 1, "pitch");
  }
  function back() {
    if (state.phase === "qa") enter(state.pitch, "pitch");
    else if (left() < whole() - 2 || state.pitch === 0) enter(state.pitch, "pitch");
    else enter(state.pitch - 1, "pitch");
  }
  function add(seconds) { state.left_s += seconds; }
  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  }
  async function awake() {
    try { await navigator.wakeLock?.request("screen"); } catch { /* the screen may sleep */ }
  }
  const acts = {
    " ": go, Enter: go, ArrowRight: on, ArrowLeft: back, ArrowUp: () => add(STEP_S), ArrowDown: () => add(-STEP_S),
    r: () => enter(state.pitch, state.phase), f: full,
  };
  function act(key) {
    const known = acts[key.length === 1 ? key.toLowerCase() : key];
    if (!known) return false;
    known(); keep(); draw();
    return true;
  }
  function draw() {
    const rest = left(), over = rest <= 0 && (state.runs_since || rest < 0), shown = Math.abs(over ? Math.floor(rest) : Math.ceil(rest));
    find("digits").textContent = `${over && shown ? "+" : ""}${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
    body.classList.toggle("qa", state.phase === "qa");
    body.classList.toggle("over", Boolean(over));
    body.classList.toggle("last", !over && rest <= LAST_S);
    body.classList.toggle("warn", !over && rest > LAST_S && rest <= WARN_S);
    find("phase").textContent = words[state.phase];
    find("who").textContent = pitch().name;
    find("say").textContent = over ? words.over : state.runs_since ? "" : rest < whole() ? words.pause : words.ready;
    const then = stage().pitches[state.pitch + 1];
    find("then").textContent = then ? `${words.next} ${then.at} ${then.name}` : stage().pitches[0].name ? words.last : "";
  }

  const choose = find("stage");
  stages.forEach((one, place) => choose.append(new Option(one.name, String(place))));
  choose.hidden = stages.length < 2 && stages === none;
  choose.addEventListener("change", () => { setUp(Number(choose.value)); keep(); draw(); choose.blur(); });
  find("face").addEventListener("click", () => act(" "));
  for (const button of document.querySelectorAll("[data-key]")) {
    button.addEventListener("click", () => { act(button.dataset.key); button.blur(); });
  }
  addEventListener("keydown", (event) => {
    if (event.target === choose || event.ctrlKey || event.metaKey || event.altKey) return;
    if (act(event.key)) event.preventDefault();
  });
  setUp(0);
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) || "null");
    if (kept && stages[kept.stage]?.pitches[kept.pitch]) state = kept;
  } catch { /* nothing was kept */ }
  choose.value = String(state.stage);
  draw();
  setInterval(draw, 200);
})();
