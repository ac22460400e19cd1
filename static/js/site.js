/* Comforts only: every page works without this file. */
const page = document;
const say = words => { page.getElementById("announce").textContent = words; };
const each = (selector, act) => page.querySelectorAll(selector).forEach(act);
const store = (act, ...given) => { try { return localStorage[act](...given); } catch { return null; } };

/* What is wrong with a form is read out first. */
const focusFirst = () => each("[data-focus]", element => { element.focus(); element.removeAttribute("data-focus"); });

/* How many characters are left: shown at once, said when few are left and the typing pauses. */
const count = field => {
  const left = field.dataset.limit - [...field.value].length;
  const line = page.getElementById(field.id + "-left");
  line.textContent = `${Math.abs(left).toLocaleString(page.documentElement.lang)} characters ${left < 0 ? "too many" : "left"}`;
  line.classList.toggle("over", left < 0);
  clearTimeout(field.pause); field.pause = setTimeout(() => { if (left < 40) say(line.textContent); }, 900);
};

/* Unsent words stay on this device for a day: until they were taken, or the person signs out or wants them forgotten. */
const place = area => `kept ${area.form.dataset.keep} ${area.name}`;
const kept = name => Object.keys(store("valueOf") ?? {}).filter(key => key.startsWith(`kept ${name}`));
const forget = (name, before = Infinity) => kept(name).filter(key => !(parseInt(store("getItem", key)) > before)).forEach(key => store("removeItem", key));
const keep = area => area.value ? store("setItem", place(area), `${Date.now()} ${area.value}`) : store("removeItem", place(area));
const empty = area => { area.value = ""; area.dispatchEvent(new Event("input", { bubbles: true })); area.focus(); };
const restore = area => {
  const words = store("getItem", place(area))?.replace(/^\d+ /, "");
  if (!words || area.value) return;
  area.value = words;
  area.insertAdjacentHTML("afterend", '<p class="kept">These are the words you had not sent yet. <button type="button" class="button-link" name="forget-words">Forget what I typed</button></p>');
};
const tidy = () => {
  const sent = store("getItem", "sent"), here = page.querySelector(`form[data-keep="${CSS.escape(sent ?? "")}"]`);
  store("removeItem", "sent");
  if (sent && !page.querySelector("[data-failed]") && (!here || page.querySelector("[data-notice]"))) forget(sent + " ");
};
const begin = () => {
  each("form[data-keep] textarea", restore);
  each("[data-limit]", field => { if (field.value) count(field); });
  each("[data-needs-script]", element => { element.hidden = false; });
};

page.addEventListener("input", ({ target }) => {
  if (target.dataset.limit) count(target);
  if (target.matches("form[data-keep] textarea")) keep(target);
});
page.addEventListener("click", ({ target: button }) => {
  if (button.name !== "forget-words") return;
  forget("");
  say(button.textContent = "What you typed is forgotten.");
  each(".kept", note => empty(note.previousSibling));
});
page.addEventListener("submit", ({ target }) => {
  if (target.dataset.keep) { store("setItem", "sent", target.dataset.keep); target.querySelectorAll("textarea").forEach(keep); }
  if ("forget" in target.dataset) forget("");
});

/* Single keys at the desk: they act on the row that has the focus, else on the page; they can be turned off. */
const off = () => store("getItem", "keys") === "off";
const shown = element => element.getClientRects().length > 0;
const showKeys = () => {
  page.body.classList.toggle("keys-off", off());
  each("[data-keys-switch]", box => { box.checked = !off(); });
};
const step = by => {
  const rows = [...page.querySelectorAll("[data-row]")].filter(shown);
  const here = rows.indexOf(page.activeElement.closest("[data-row]"));
  rows[Math.min(Math.max(here + by, 0), rows.length - 1)]?.focus();
};
const switchKeys = box => { store("setItem", "keys", box.checked ? "on" : "off"); showKeys(); };
page.addEventListener("change", ({ target }) => { if (target.matches("[data-keys-switch]")) switchKeys(target); });
page.addEventListener("keydown", event => {
  const { key, target } = event;
  if (!page.querySelector("[data-keys-switch]") || off() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  const wanted = `[data-key="${CSS.escape(key.toLowerCase())}"]`;
  const found = target.closest("[data-row]")?.querySelector(wanted) ?? [...page.querySelectorAll(wanted)].find(element => shown(element) && !element.closest("[data-row]"));
  if (found) { event.preventDefault(); found.matches("input, textarea, select") ? found.focus() : found.click(); found.closest("summary")?.parentElement.scrollIntoView({ block: "nearest" }); }
});

/* What htmx could not do is said where it was asked for; what was typed stays. */
const TROUBLE = { 413: "That is more than we can take. Make it shorter, then send it again.", 429: "Please wait a moment, then try again." };
const trouble = ({ target, detail }) => {
  const status = detail.ctx.response?.status ?? 503;
  if (status === 422) return;
  const note = page.getElementById("trouble") ?? Object.assign(page.createElement("p"), { id: "trouble", className: "notice notice-warn" });
  note.textContent = TROUBLE[status] ?? "That did not work just now. Nothing you typed is lost. Try again in a moment.";
  (target.closest?.("form") ?? page.querySelector("main").firstElementChild).before(note);
  say(note.textContent);
};
for (const name of ["htmx:response:error", "htmx:error"]) page.addEventListener(name, trouble);
page.addEventListener("htmx:after:request", ({ detail: { ctx: { response } }, target }) => {
  if (response.status >= 400) return;
  page.getElementById("trouble")?.remove();
  store("removeItem", "sent");
  if (target.dataset?.keep && !response.headers.get("HX-Redirect")?.startsWith("/sign-in")) forget(target.dataset.keep + " ");
});
page.addEventListener("htmx:after:swap", () => { begin(); focusFirst(); });
forget("", Date.now() - 24 * 60 * 60 * 1000); tidy(); begin(); showKeys(); focusFirst(); each(".queue [aria-current]", link => { link.closest(".desk-queue").scrollTop = link.offsetTop - 200; });
