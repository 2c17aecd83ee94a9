// What a browser test knows about a page: it finds things as a person does, by the words they carry.
// The harness puts this text before each question it asks; nothing of it is served.

const plain = (text) => (text || "").replace(/[\s\u00a0\u202f]+/g, " ").replace(/[’‘]/g, "'").trim();

const visible = (el) => {
  if (el.closest("[inert], [aria-hidden=true]")) return false;
  return el.checkVisibility({ visibilityProperty: true }) && el.getClientRects().length > 0;
};

const byIds = (ids) => ids.split(/\s+/).map((id) => plain(document.getElementById(id)?.textContent)).join(" ").trim();

// nameOf is the accessible name, near enough: label, own text, alternative text, title.
const nameOf = (el) => {
  if (el.getAttribute("aria-labelledby")) return byIds(el.getAttribute("aria-labelledby"));
  if (el.getAttribute("aria-label")) return plain(el.getAttribute("aria-label"));
  if (el.labels && el.labels.length) return plain([...el.labels].map((l) => ownText(l)).join(" "));
  const pictures = [...el.querySelectorAll("img[alt], svg[aria-label]")];
  return plain(el.innerText) || plain(el.textContent) ||
    plain(pictures.map((p) => p.alt || p.getAttribute("aria-label")).join(" ")) || plain(el.value) || plain(el.title);
};

// ownText is a label's text without the fields inside it.
const ownText = (label) => {
  const copy = label.cloneNode(true);
  copy.querySelectorAll("input, select, textarea, .sr-only").forEach((el) => el.remove());
  return plain(copy.textContent);
};

// best finds the element with exactly these words, else the first one that begins with them, else contains them.
const best = (elements, words) => {
  words = plain(words);
  const named = elements.map((el) => [el, nameOf(el)]);
  for (const fits of [(n) => n === words, (n) => n.startsWith(words), (n) => n.includes(words)]) {
    const hit = named.find(([, name]) => fits(name));
    if (hit) return hit[0];
  }
  return null;
};

const all = (selector) => [...document.querySelectorAll(selector)];
const pressable = "a[href], button, summary, input[type=submit], input[type=button], [role=button], [role=tab], [role=menuitem]";
const fields = "input:not([type=hidden]):not([type=submit]):not([type=button]), select, textarea, [contenteditable=true]";

const button = (words) => best(all(pressable).filter(visible), words);
const field = (words, kind) => best(all(kind || fields), words);

// spot brings an element into view and says where to click it, or what lies over it.
const spot = (el) => {
  el.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  const r = el.getClientRects()[0];
  const [x, y] = [r.left + r.width / 2, r.top + r.height / 2];
  const top = document.elementFromPoint(x, y);
  const free = top && (el.contains(top) || top.contains(el));
  return { x, y, over: free ? "" : (top ? top.outerHTML.slice(0, 160) : "the edge of the window") };
};

const where = (words) => {
  const el = button(words);
  return el ? spot(el) : { over: "", missing: true, have: all(pressable).filter(visible).map(nameOf).slice(0, 60) };
};

// whereToCheck is the spot of a radio button or a box: its label when the box itself is drawn by styles.
const whereToCheck = (words, kind) => {
  const el = field(words, kind);
  if (!el) return { over: "", missing: true, have: all(kind).map(nameOf) };
  const at = spot(visible(el) ? el : [...el.labels].find(visible) || el);
  const top = document.elementFromPoint(at.x, at.y);
  return top && [...el.labels].some((l) => l.contains(top)) ? { ...at, over: "" } : at; // its own label, drawn over a whole card
};

// ready prepares a field to be typed in: "text" when keys will do, "done" when the value is already set.
const ready = (words, value) => {
  const el = field(words);
  if (!el) return { kind: "missing", have: all(fields).map(nameOf) };
  if (el.tagName === "SELECT") return { kind: pick(el, value) };
  if (el.type === "file") return { kind: "file" };
  el.scrollIntoView({ block: "center", behavior: "instant" });
  el.focus();
  if (["date", "time", "datetime-local", "month", "color", "range"].includes(el.type)) {
    el.value = value;
    tell(el);
    return { kind: "done" };
  }
  el.select?.();
  return { kind: "text" };
};

const pick = (select, words) => {
  const option = best([...select.options], words);
  if (!option) return "missing";
  select.value = option.value;
  tell(select);
  return "done";
};

const tell = (el) => ["input", "change"].forEach((name) => el.dispatchEvent(new Event(name, { bubbles: true })));

// held is what a field holds.
const held = (name) => document.querySelector(`[name="${name}"]`)?.value ?? "";

// address is where a link leads.
const address = (selector) => document.querySelector(selector)?.href ?? "";

const says = (selector, words) => all(selector).some((el) => plain(el.innerText).includes(plain(words)));
const wide = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
// widest names what sticks out farthest sideways.
const widest = () => {
  const over = all("body *").filter((el) => visible(el) && el.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
  const far = over.sort((a, b) => b.getBoundingClientRect().right - a.getBoundingClientRect().right)[0];
  return far ? far.outerHTML.slice(0, 200) : "nothing";
};

const labelled = (el) => el.labels?.length > 0 || !!el.getAttribute("aria-label") || !!(el.getAttribute("aria-labelledby") && byIds(el.getAttribute("aria-labelledby")));

// facts is what the test of every page wants to know.
const facts = () => ({
  status: performance.getEntriesByType("navigation")[0]?.responseStatus ?? 0,
  h1: all("h1").length,
  lang: document.documentElement.lang,
  title: plain(document.title),
  nameless: all(fields).filter((el) => !labelled(el) && !el.closest("[aria-hidden=true]")).map((el) => el.outerHTML.slice(0, 160)),
});

const focused = () => (document.activeElement && document.activeElement !== document.body ? nameOf(document.activeElement) : "");
// focusSeen says where the focus is, and why it is not to be seen there.
const focusSeen = () => {
  const el = document.activeElement;
  if (!el || el === document.body) return { name: "", unseen: "" };
  const ring = [el, el.parentElement, el.closest(".arch-card, .entry, .choice, .price-card")].find((e) => e && getComputedStyle(e).outlineStyle !== "none" && parseFloat(getComputedStyle(e).outlineWidth) >= 2);
  const r = el.getBoundingClientRect();
  const inside = r.width > 0 && r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth;
  const top = document.elementFromPoint(Math.min(innerWidth - 1, Math.max(0, r.left + r.width / 2)), Math.min(innerHeight - 1, Math.max(0, r.top + Math.min(r.height, innerHeight) / 2)));
  const covered = top && !el.contains(top) && !top.contains(el) && !el.labels?.[0]?.contains(top);
  return { name: nameOf(el), unseen: ring ? (inside ? (covered ? "covered by " + top.outerHTML.slice(0, 100) : "") : "outside the window") : "no ring" };
};

const busy = () => document.readyState !== "complete" || !!document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling");
