// Does with the page what a user does, and leaves what it saw as JSON in an element with the id "seen".

const pageErrors = [];
addEventListener("error", (event) => pageErrors.push(event.message));
addEventListener("securitypolicyviolation", (event) => pageErrors.push("blocked: " + event.violatedDirective));

function lines(selector) { return [...document.querySelectorAll(selector)].map((node) => node.textContent); }
function names() { return lines("#rows .name"); }

function choose(id, value) {
  const control = document.getElementById(id);
  control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
  const seen = { names: names(), points: document.querySelectorAll(".point").length, status: lines("#status")[0] };
  control.value = "";
  control.dispatchEvent(new Event("input", { bubbles: true }));
  return seen;
}

function sortBy(label) {
  const button = [...document.querySelectorAll("#head button")].find((node) => node.textContent.startsWith(label));
  button?.click();
  return { names: names(), direction: button?.parentElement.getAttribute("aria-sort") };
}

function press(key) {
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  return document.activeElement.getAttribute("aria-label") ?? document.activeElement.id;
}

function pointAt(label) {
  const node = document.querySelector(`.point[aria-label^="${label}:"]`);
  return node && { place: node.getAttribute("transform").match(/[\d.]+/g).map(Number),
    mark: node.querySelector(".mark").getAttribute("class"), label: node.getAttribute("aria-label") };
}

// The elements of the plot at which the Tab key stops.
function plotStops() {
  return [...document.querySelectorAll("#plot, #plot *")].filter((node) => {
    if (node.getAttribute("tabindex") === "-1" || !node.focus) return false;
    node.focus();
    return document.activeElement === node;
  }).length;
}

addEventListener("load", () => setTimeout(() => {
  const seen = { names: names(), problem: lines("#problem")[0], points: document.querySelectorAll(".point").length };
  seen.cells = Object.fromEntries([...document.querySelectorAll("#rows tr")].map(
    (row) => [row.querySelector(".name").textContent, [...row.cells].slice(1).map((cell) => cell.textContent)]));
  seen.columns = lines("#head th");
  seen.summary = lines("#summary")[0];
  seen.legend = lines("#legend li");
  seen.axes = lines(".axes text");
  seen.plotStops = plotStops();
  seen.sizes = [0, 1, 999, 1000, 1024, 9994, 9995, 99949, 99950, 999499, 999500, 131072, 57344, 1e9, 1.5e12, 999.6e12]
    .map((bytes) => [bytes, format.bytes(bytes)]);
  seen.counts = [1e-9, 0.0009994, 0.0009996, 0.0704, 0.9994, 0.9995, 1, 999.4, 999.5, 1000, 100000].map(format.billions);
  seen.search = choose("search", "beta");
  seen.mixtures = choose("architecture", "moe");
  seen.latent = choose("attention", "mla");
  seen.small = choose("size", "0-4");
  seen.none = choose("search", "nothing like this");
  seen.byCache = [sortBy("Cache"), sortBy("Cache"), sortBy("Parameters")];
  seen.marks = { alpha: pointAt("Alpha"), gamma: pointAt("Gamma"), beta: pointAt("Beta") };
  const first = document.querySelector('.point[tabindex="0"]');
  first?.focus();
  seen.keys = first ? [press("ArrowRight"), press("End"), press("Home"), press("Enter")] : [];
  seen.links = [...document.querySelectorAll("#rows a")].map((link) => link.href);
  seen.requests = performance.getEntriesByType("resource").map((entry) => entry.name);
  seen.images = document.images.length;
  seen.scripts = document.scripts.length;
  seen.wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  seen.unlabelled = [...document.querySelectorAll("button, input, select")].filter(
    (node) => !node.textContent.trim() && !node.labels?.length).length;
  seen.pwned = typeof window.pwned;
  seen.errors = pageErrors;
  const report = document.createElement("pre");
  report.id = "seen";
  report.textContent = btoa(unescape(encodeURIComponent(JSON.stringify(seen))));
  document.body.append(report);
}));
