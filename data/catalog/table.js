// The table. A column says what it is called, what it sorts by, and what its cells show.

const COLUMNS = [
  { key: "name", label: "Model", cell: nameCell, isText: true },
  { key: "parameters", label: "Parameters", show: (model) => format.billions(model.parameters) },
  { key: "active", label: "Active", show: (model) => format.billions(model.active) },
  { key: "cacheBytes", label: "Cache / token", show: cacheText },
  { key: "attention", label: "Attention", cell: attentionCell, isText: true },
  { key: "experts", label: "Experts", show: (model) => expertsText(model).replace(" experts", "") },
  { key: "layers", label: "Layers", show: (model) => format.count(model.layers) },
  { key: "hidden", label: "Hidden size", show: (model) => format.count(model.hidden) },
  { key: "context", label: "Context", show: (model) => format.count(model.context) },
  { key: "license", label: "License", show: (model) => model.license, isText: true },
];

// The columns that at least one model has a value for.
function columnsOf(models) {
  return COLUMNS.filter((column) => column.key === "name" || models.some((model) => model[column.key] !== null));
}

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function nameCell(model) {
  const name = element("bdi", { class: "name" }, model.name);
  if (!model.hubID || model.hubID === model.name) return [name];
  const id = element("bdi", {}, model.hubID);
  const label = model.page ? element("a", { href: model.page, rel: "noopener noreferrer" }, id) : id;
  return [name, element("span", { class: "hub-id" }, label)];
}

function attentionCell(model) {
  const kind = ATTENTION[model.attention];
  return [element("abbr", { class: `kind ${model.attention}`, title: kind.meaning }, attentionText(model))];
}

function cell(model, column) {
  const isKnown = model[column.key] !== null;
  const content = isKnown ? (column.cell ? column.cell(model) : [column.show(model)]) : ["–"];
  const attributes = { role: "cell", "data-label": column.label };
  if (!column.isText) attributes.class = "number";
  if (!isKnown) attributes["data-empty"] = "";
  const node = column.key === "name"
    ? element("th", { ...attributes, role: "rowheader", scope: "row" })
    : element("td", attributes);
  node.append(...content);
  return node;
}

// Absent values come last, whatever the direction.
function compare(a, b, column, isDescending) {
  const [left, right] = [a[column.key], b[column.key]];
  if (left === null || right === null) return (left === null) - (right === null) || a.position - b.position;
  const order = column.isText ? String(left).localeCompare(String(right), "en", { numeric: true }) : left - right;
  return (isDescending ? -order : order) || a.position - b.position;
}

class ModelTable {
  constructor(models, onSort) {
    this.sorting = { key: "parameters", isDescending: false };
    this.onSort = onSort;
    this.columns = columnsOf(models);
    this.rows = new Map(models.map((model) => [model, this.row(model)]));
    this.headers = new Map(this.columns.map((column) => [column.key, this.header(column)]));
    document.getElementById("head").append(...this.headers.values());
  }

  row(model) {
    const cells = this.columns.map((column) => cell(model, column));
    return element("tr", { role: "row", id: `model-${model.position}`, tabindex: "-1" }, ...cells);
  }

  header(column) {
    const button = element("button", { type: "button" }, column.label, element("span", { "aria-hidden": "true" }));
    button.addEventListener("click", () => {
      const isSame = this.sorting.key === column.key;
      this.onSort(column.key, isSame && !this.sorting.isDescending);
    });
    const attributes = { role: "columnheader", scope: "col", class: column.isText ? "" : "number" };
    return element("th", attributes, button);
  }

  show(models) {
    const column = COLUMNS.find((candidate) => candidate.key === this.sorting.key);
    const sorted = [...models].sort((a, b) => compare(a, b, column, this.sorting.isDescending));
    document.getElementById("rows").replaceChildren(...sorted.map((model) => this.rows.get(model)));
    for (const [key, header] of this.headers) {
      if (key !== this.sorting.key) header.removeAttribute("aria-sort");
      else header.setAttribute("aria-sort", this.sorting.isDescending ? "descending" : "ascending");
    }
    document.getElementById("empty").hidden = sorted.length > 0;
  }

  reveal(model) {
    const row = this.rows.get(model);
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    row.scrollIntoView({ block: "center", behavior: isCalm ? "auto" : "smooth" });
    row.focus({ preventScroll: true });
  }
}
