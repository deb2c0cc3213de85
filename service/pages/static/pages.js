// What the pages do better with a script. Everything here also works without: forms are sent, links followed.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector, root = document) => root.querySelector(selector);

for (const part of all("[data-script]")) part.hidden = false;
one("[data-focus]")?.focus();

// ---- sending a file

function drop(place) {
  const input = one("input[type=file]", place);
  for (const name of ["dragenter", "dragover"])
    place.addEventListener(name, (event) => { event.preventDefault(); place.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) place.addEventListener(name, () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    const taken = new DataTransfer();
    for (const file of [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1)) taken.items.add(file);
    input.files = taken.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function tooLarge(input) {
  const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
  const large = size > Number(input.dataset.most) * 2 ** 20;
  const advice = input.files.length > 1 ? "Send fewer at a time." : "Make it smaller, for example by compressing its pictures in Word.";
  one("[data-wrong]", input.form).textContent = large
    ? `${input.files.length > 1 ? "These files are" : "This file is"} ${Math.ceil(size / 2 ** 20)} MB; ` +
      `at most ${input.dataset.most} MB can be taken. ${advice}`
    : "";
  return large;
}

function upload(form) {
  const input = one("input[type=file]", form), button = one("button", form), busy = one("[data-busy]", form);
  input.addEventListener("change", () => tooLarge(input));
  form.addEventListener("submit", (event) => {
    if (tooLarge(input)) { event.preventDefault(); input.focus(); return; }
    button.disabled = true;
    busy.textContent = "Sending it and opening it. Please wait.";
  });
  window.addEventListener("pageshow", () => { button.disabled = false; busy.textContent = ""; });
}

all("[data-drop]").forEach(drop);
all("[data-upload]").forEach(upload);

// ---- while a document is read

function follow(section) {
  const names = Object.fromEntries(all("[data-stages] li", section).map((item) => [item.dataset.name, item.textContent]));
  const stage = one("[data-stage]", section), bar = one("progress", section);
  const source = new EventSource(section.dataset.events);
  const again = () => { source.close(); location.reload(); };
  source.addEventListener("progress", (event) => {
    const now = JSON.parse(event.data);
    stage.textContent = names[now.stage] ?? now.stage;
    bar.value = now.progress;
  });
  for (const end of ["done", "failed", "gone"]) source.addEventListener(end, again);
  source.addEventListener("error", () => { if (source.readyState === EventSource.CLOSED) setTimeout(again, 5000); });
}

all("[data-events]").forEach(follow);

// ---- deciding about findings

// The parts of the answer take the place of those with the same id; live regions stay, so that they are read out.
function replace(html) {
  for (const part of new DOMParser().parseFromString(html, "text/html").body.children) {
    const old = document.getElementById(part.id);
    old.className = part.className;
    old.replaceChildren(...part.childNodes);
  }
}

async function decide(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  const buttons = all("button", form), wrong = one("[data-wrong]", form);
  wrong.textContent = "";
  for (const each of buttons) each.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Part": "true" } });
    if (answer.ok) {
      replace(await answer.text());
      form.closest(".finding").focus({ preventScroll: true });
      return;
    }
    const problem = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
    wrong.textContent = `Not kept. ${problem.title ?? ""} ${problem.detail ?? ""}`;
    if (answer.status === 401) wrong.textContent += " Open this page again to sign in.";
  } catch {
    wrong.textContent = "Not kept: the service did not answer. Check your connection and try again.";
  }
  for (const each of buttons) each.disabled = false;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-decide]")) return;
  event.preventDefault();
  decide(event.target, event.submitter);
});

// ---- keys

const keys = one("#keys");

function kept() {
  try { return localStorage.getItem("standpoint.keys") !== "off"; } catch { return true; }
}

function go(step) {
  const findings = all(".finding"), at = findings.indexOf(document.activeElement.closest(".finding"));
  const below = findings.findIndex((finding) => finding.getBoundingClientRect().top >= 0);
  const next = at >= 0 ? at + step : step > 0 ? below : below - 1;
  const finding = findings[next];
  if (!finding) return;
  finding.focus({ preventScroll: true });
  finding.scrollIntoView({ block: "start" });
}

function press(state) {
  const finding = document.activeElement.closest(".finding");
  const button = finding && one(`button[value=${state}]`, finding);
  if (button && !button.disabled) button.form.requestSubmit(button);
}

const ACTIONS = {
  j: () => go(1), k: () => go(-1), a: () => press("accepted"), d: () => press("dismissed"), o: () => press("open"),
};

if (keys) {
  keys.checked = kept();
  keys.addEventListener("change", () => {
    try { localStorage.setItem("standpoint.keys", keys.checked ? "on" : "off"); } catch { /* not kept, then */ }
  });
  document.addEventListener("keydown", (event) => {
    if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    const action = ACTIONS[event.key];
    if (action) { event.preventDefault(); action(); }
  });
}

// On a narrow screen the choices stand folded above the findings.
for (const part of all("[data-fold]")) if (matchMedia("(max-width: 61.99rem)").matches) part.open = false;
