// What pages gain when scripts run. Nothing here is essential: every form and link works without.
"use strict";
(() => {
  const later = (fn) => (document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", fn) : fn());

  // News: where the focus goes after a form came back or a part was replaced.
  function focusNews(root) {
    const news = root.querySelector?.("[data-focus]") || (root.matches?.("[data-focus]") ? root : null);
    if (news) news.focus({ preventScroll: false });
    return Boolean(news);
  }

  // The one polite live region. Parts say their news in data-say.
  function say(words, shown = false) {
    let region = document.getElementById("live");
    if (!region) {
      region = document.createElement("p");
      region.id = "live";
      region.className = "sr-only";
      region.setAttribute("role", "status");
      document.body.append(region);
    }
    region.className = shown ? "toast" : "sr-only";
    region.textContent = words;
    if (shown) setTimeout(() => { if (region.textContent === words) region.textContent = ""; }, 12000);
  }

  // Copy buttons appear only where copying works.
  function wakeCopyButtons(root) {
    if (!navigator.clipboard) return;
    root.querySelectorAll?.("[data-copy]").forEach((button) => { button.hidden = false; });
  }

  async function copy(button) {
    await navigator.clipboard.writeText(button.dataset.copy);
    const words = button.querySelector("span") || button;
    const before = words.textContent;
    words.textContent = button.dataset.copied;
    say(button.dataset.copied);
    setTimeout(() => { words.textContent = before; }, 2500);
  }

  // Theme: shown at once, kept by the server (the form posts the choice in a cookie).
  function chooseTheme(value) {
    if (value === "light" || value === "dark") document.documentElement.dataset.theme = value;
    else delete document.documentElement.dataset.theme;
  }

  // Wide tables can be scrolled with the keyboard.
  function wakeTables(root) {
    root.querySelectorAll?.(".table-wrap").forEach((wrap) => {
      if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0;
    });
  }

  // Where choosing is sending, the button is for those without scripts.
  function hidePlainButtons(root) {
    root.querySelectorAll?.("[data-plain-send]").forEach((button) => { button.hidden = true; });
  }

  // What is true only where scripts run is said only there.
  function showScripted(root) {
    root.querySelectorAll?.("[data-scripts]").forEach((words) => { words.hidden = false; });
  }

  function wake(root) {
    showScripted(root);
    hidePlainButtons(root);
    wakeCopyButtons(root);
    wakeTables(root);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button).catch(() => {});
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // Ctrl + Enter in a long text sends its form by the button meant for it.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches("textarea")) return;
    const button = event.target.form?.querySelector("[data-quick]");
    if (!button) return;
    event.preventDefault();
    button.click(); // htmx knows the button by its click
  });

  // Leaving a page with something typed and not sent: the browser asks first.
  function guard(event) {
    if (document.querySelector("[data-guard][data-touched]:not([data-sent])")) event.preventDefault();
  }
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-guard]")) return;
    form.dataset.touched = "yes";
    addEventListener("beforeunload", guard);
  });

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form) return;
    if (form.matches("[data-theme-choice]")) {
      chooseTheme(event.target.value);
      fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" }).catch(() => {});
    }
    // A filter sends itself only where htmx replaces the list alone: the page does not change under one's hands.
    if (form.matches("[data-auto-submit][hx-get]") && event.target.matches("select, [type=checkbox], [type=radio]")) form.requestSubmit();
  });

  // A form sent twice by impatience is sent once; the server is safe anyway.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  });

  // HTMX: waiting, focus, words.
  const busy = new WeakMap();
  document.addEventListener("htmx:beforeRequest", (event) => {
    const target = event.detail.target;
    busy.set(target, setTimeout(() => target.setAttribute("aria-busy", "true"), 200));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const target = event.detail.target;
    clearTimeout(busy.get(target));
    target.removeAttribute("aria-busy");
    if (event.detail.elt instanceof HTMLFormElement) delete event.detail.elt.dataset.sent;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt;
    wake(part);
    const said = part.querySelector?.("[data-say]") || (part.matches?.("[data-say]") ? part : null);
    if (said) say(said.dataset.say);
    if (focusNews(part)) return;
    if (document.activeElement === document.body) part.querySelector?.("h1, h2, [tabindex]")?.focus();
  });
  // No answer, or a refusal: say so and keep the form as it is. The words are on <body>.
  document.addEventListener("htmx:sendError", () => say(document.body.dataset.offline, true));
  document.addEventListener("htmx:timeout", () => say(document.body.dataset.offline, true));
  document.addEventListener("htmx:responseError", () => say(document.body.dataset.failed, true));

  // On a narrow screen the tab one is on may stand outside the strip.
  function showTab() {
    document.querySelectorAll(".tabs").forEach((tabs) => {
      const here = tabs.querySelector("[aria-current]");
      if (here && tabs.scrollWidth > tabs.clientWidth) tabs.scrollLeft += here.getBoundingClientRect().left - tabs.getBoundingClientRect().left - 24;
    });
  }

  later(() => {
    wake(document);
    showTab();
    focusNews(document);
  });
})();
