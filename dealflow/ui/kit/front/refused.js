// A file that is not taken: Streamlit shows a red sign, and says why in English to whoever points at it. This says it in
// the reader's words below the field. Why the server refused is heard from its answer; why the browser did, from the file.
const UPLOAD_DOOR = "/_stcore/upload_file/";
const LOOKS_FOR_REFUSED_MS = 600;
const refusedWhy = new Map();

function codeOf(request) {
  if (request.status === 401) return "signed_out";
  try { return JSON.parse(request.responseText).error || "failed"; } catch { return "failed"; }
}

function hearUploads() {
  const { open, send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    this.isUpload = String(url).includes(UPLOAD_DOOR);
    return open.call(this, method, url, ...rest);
  };
  XMLHttpRequest.prototype.send = function (body) {
    if (this.isUpload && body instanceof FormData) {
      const files = [...body.values()].filter((value) => value instanceof File).map((file) => file.name);
      this.addEventListener("loadend", () => {
        for (const name of files) {
          if (this.status >= 400) refusedWhy.set(name, codeOf(this));
          else if (this.status === 0) refusedWhy.set(name, "failed");
          else refusedWhy.delete(name);
        }
      });
    }
    return send.call(this, body);
  };
}

// What the browser itself refused never reached the server: by its kind, or by its size.
function whyNot(uploader, name) {
  if (refusedWhy.has(name)) return refusedWhy.get(name);
  const input = uploader.querySelector('input[type="file"]');
  const kinds = (input?.accept || "").split(",").map((kind) => kind.trim().toLowerCase()).filter((kind) => kind.startsWith("."));
  if (kinds.length && !kinds.some((kind) => name.toLowerCase().endsWith(kind))) return "wrong_type";
  const isOneOfMany = input && !input.multiple && uploader.querySelectorAll('[data-testid="stFileChipIconError"]').length > 1;
  return isOneOfMany ? "only_one" : "too_large_here";
}

function tellRefused() {
  const words = paletteWords().uploads || {};
  for (const uploader of document.querySelectorAll('[data-testid="stFileUploader"]')) {
    const lines = [...uploader.querySelectorAll('[data-testid="stFileChipIconError"]')].map((sign) => {
      const chip = sign.closest('[data-testid="stFileChip"]');
      const name = chip?.querySelector('[data-testid="stFileChipName"]');
      const file = name?.title || name?.textContent || "";
      return `${file}: ${words[whyNot(uploader, file)] || words.failed}`;
    });
    let told = uploader.querySelector(":scope > .dealflow-upload-told");
    if (!lines.length) { told?.remove(); continue; }
    if (!told) {
      told = piece("div", "dealflow-upload-told");
      told.setAttribute("role", "alert");
      uploader.append(told);
    }
    if (told.dataset.lines === lines.join("\n")) continue;
    told.dataset.lines = lines.join("\n");
    told.replaceChildren(...lines.map((line) => piece("p", "", line)));
  }
}

function beginTellingRefused() {
  hearUploads();
  setInterval(tellRefused, LOOKS_FOR_REFUSED_MS);
}
