// Puts the page together: filters, status, theme.

function field(id) { return document.getElementById(id); }

class Page {
  constructor(models) {
    this.models = models;
    this.table = new ModelTable(models, (key, isDescending) => this.sort(key, isDescending));
    this.plot = new ModelPlot(models, (model) => this.table.reveal(model));
    this.fillChoices();
    this.summarise();
    field("filters").addEventListener("input", () => this.update());
    field("filters").addEventListener("submit", (event) => event.preventDefault());
    field("filters").addEventListener("reset", () => setTimeout(() => this.update()));
    this.update();
  }

  fillChoices() {
    const kinds = Object.keys(ATTENTION).filter((kind) => this.models.some((model) => model.attention === kind));
    field("attention").append(...kinds.map((kind) => element("option", { value: kind }, ATTENTION[kind].label)));
    for (const column of this.table.columns) {
      field("sort").append(
        element("option", { value: `${column.key} up` }, `${column.label}, ascending`),
        element("option", { value: `${column.key} down` }, `${column.label}, descending`));
    }
    field("sort").value = "parameters up";
    field("sort").addEventListener("change", () => {
      const [key, direction] = field("sort").value.split(" ");
      this.sort(key, direction === "down");
    });
  }

  summarise() {
    const sizes = this.models.map((model) => model.parameters).filter(Boolean);
    const mixtures = this.models.filter((model) => model.isMixture).length;
    const range = sizes.length > 0
      ? `, ${format.billions(Math.min(...sizes))} to ${format.billions(Math.max(...sizes))} parameters` : "";
    field("summary").textContent =
      `${format.count(this.models.length)} language models${range}, ${format.count(mixtures)} with experts`;
  }

  sort(key, isDescending) {
    this.table.sorting = { key, isDescending };
    field("sort").value = `${key} ${isDescending ? "down" : "up"}`;
    this.update();
  }

  fits(model, words) {
    const kind = field("architecture").value;
    if (kind && (kind === "moe") !== model.isMixture) return false;
    if (field("attention").value && field("attention").value !== model.attention) return false;
    if (field("size").value) {
      const [low, high] = field("size").value.split("-").map(Number);
      if (model.parameters === null || model.parameters <= low || model.parameters > high) return false;
    }
    const text = [model.name, model.hubID, model.license, model.isMixture ? "moe" : "dense"].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  }

  update() {
    const words = field("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = this.models.filter((model) => this.fits(model, words));
    this.table.show(shown);
    this.plot.show(shown);
    field("status").textContent =
      `${format.count(shown.length)} of ${format.count(this.models.length)} models`;
  }
}

// Goes round system, light and dark; the choice is for this visit.
function chooseTheme() {
  const themes = ["system", "light", "dark"];
  const root = document.documentElement;
  const next = themes[(themes.indexOf(root.dataset.theme ?? "system") + 1) % themes.length];
  if (next === "system") delete root.dataset.theme;
  else root.dataset.theme = next;
  field("theme").textContent = `Theme: ${next}`;
}

field("theme").addEventListener("click", chooseTheme);
try {
  new Page(readDatabase(field("database").textContent));
} catch (error) {
  field("problem").textContent = `The database in this page cannot be shown: ${error.message}`;
  field("problem").hidden = false;
}
