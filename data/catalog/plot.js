// The plot: parameters across, cache bytes per token up, both on logarithmic axes. The attention kind is a shape and a
// color, so that neither is needed alone; a mixture of experts is an outline, a dense model is filled.

const SHAPES = {
  mha: "M0,-5.6A5.6,5.6 0 1 1 0,5.6A5.6,5.6 0 1 1 0,-5.6Z",
  gqa: "M-5,-5H5V5H-5Z",
  mqa: "M0,-6.4L6.2,4.6H-6.2Z",
  mla: "M0,-7.2L7.2,0L0,7.2L-7.2,0Z",
  hybrid: "M-2.7,-6.8H2.7V-2.7H6.8V2.7H2.7V6.8H-2.7V2.7H-6.8V-2.7H-2.7Z",
  unknown: "M-5.6,-3.4H5.6V3.4H-5.6Z",
};
const LADDERS = [[1, 2, 5], [1, 3], [1]];
const MARGIN = { top: 30, right: 18, bottom: 44, left: 64 };

function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function mark(attention, isMixture, isEstimated) {
  const names = ["mark", attention, ...(isMixture ? ["experts"] : []), ...(isEstimated ? ["estimated"] : [])];
  return svg("path", { d: SHAPES[attention], class: names.join(" ") });
}

// A logarithmic scale that leaves a little room at both ends.
class LogScale {
  constructor(values, from, to) {
    const logs = values.map(Math.log10);
    const [low, high] = [Math.min(...logs), Math.max(...logs)];
    const room = Math.max(0.12, (high - low) * 0.04);
    Object.assign(this, { low: low - room, high: high + room, from, to });
  }

  place(value) {
    return this.from + ((Math.log10(value) - this.low) / (this.high - this.low)) * (this.to - this.from);
  }

  // The values of the first ladder that leaves each label its room, else of the last, thinned out.
  ticks(labelLength) {
    const most = Math.max(2, Math.floor(Math.abs(this.to - this.from) / labelLength));
    const choices = LADDERS.map((steps) => this.rungs(steps));
    const ticks = choices.find((choice) => choice.length <= most) ?? choices.at(-1);
    const stride = Math.ceil(ticks.length / most);
    return ticks.filter((_, index) => index % stride === 0);
  }

  // The values of a ladder (steps in each power of ten) that lie within the scale.
  rungs(steps) {
    const rungs = [];
    for (let power = Math.floor(this.low); power <= Math.ceil(this.high); power += 1) {
      rungs.push(...steps.map((step) => step * 10 ** power));
    }
    return rungs.filter((rung) => Math.log10(rung) >= this.low && Math.log10(rung) <= this.high);
  }
}

class ModelPlot {
  constructor(models, onChoose) {
    this.models = models.filter((model) => model.parameters && model.cacheBytes);
    this.onChoose = onChoose;
    this.chart = document.getElementById("chart");
    this.tip = document.getElementById("tip");
    this.visible = this.models;
    this.points = new Map();
    this.chart.addEventListener("keydown", (event) => this.move(event));
    // On the chart itself, Chromium would make this listener a Tab stop beside that of the marks.
    document.getElementById("plot").addEventListener("focusout", () => { this.tip.hidden = true; });
    new ResizeObserver(() => this.draw()).observe(document.getElementById("plot"));
    this.drawLegend();
  }

  show(models) {
    const shown = new Set(models);
    this.visible = this.models.filter((model) => shown.has(model)).sort((a, b) => a.parameters - b.parameters);
    this.draw();
  }

  draw() {
    const width = document.getElementById("plot").clientWidth;
    if (width === 0) return;
    const height = Math.round(Math.max(300, Math.min(460, width * 0.62)));
    this.chart.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.chart.setAttribute("height", height);
    this.tip.hidden = true;
    this.points.clear();
    this.chart.replaceChildren();
    if (this.models.length === 0) return;
    this.x = new LogScale(this.models.map((model) => model.parameters), MARGIN.left, width - MARGIN.right);
    this.y = new LogScale(this.models.map((model) => model.cacheBytes), height - MARGIN.bottom, MARGIN.top);
    this.chart.append(this.axes(width, height), ...this.visible.map((model) => this.point(model)));
    this.points.values().next().value?.setAttribute("tabindex", "0");
  }

  axes(width, height) {
    const group = svg("g", { class: "axes", "aria-hidden": "true" });
    for (const tick of this.x.ticks(56)) {
      const x = this.x.place(tick);
      group.append(
        svg("line", { x1: x, x2: x, y1: MARGIN.top, y2: height - MARGIN.bottom }),
        svg("text", { x, y: height - MARGIN.bottom + 18, "text-anchor": "middle" }, format.billions(tick)));
    }
    for (const tick of this.y.ticks(30)) {
      const y = this.y.place(tick);
      group.append(
        svg("line", { x1: MARGIN.left, x2: width - MARGIN.right, y1: y, y2: y }),
        svg("text", { x: MARGIN.left - 8, y: y + 4, "text-anchor": "end" }, format.bytes(tick)));
    }
    const middle = (MARGIN.left + width - MARGIN.right) / 2;
    group.append(
      svg("text", { class: "title", x: middle, y: height - 6, "text-anchor": "middle" }, "Parameters"),
      svg("text", { class: "title", x: 0, y: 12 }, "Cache per token"));
    return group;
  }

  point(model) {
    const [x, y] = [this.x.place(model.parameters), this.y.place(model.cacheBytes)];
    const label = `${model.name}: ${sentence(model)}`;
    const target = svg("circle", { r: 11, class: "target" });
    const node = svg(
      "g", { class: "point", role: "button", tabindex: "-1", transform: `translate(${x},${y})`, "aria-label": label },
      target, mark(model.attention, model.isMixture, model.cacheIsEstimated));
    node.addEventListener("click", () => this.onChoose(model));
    node.addEventListener("pointerenter", () => this.showTip(model, x, y));
    node.addEventListener("pointerleave", () => { this.tip.hidden = true; });
    node.addEventListener("focus", () => this.showTip(model, x, y));
    this.points.set(model, node);
    return node;
  }

  showTip(model, x, y) {
    this.tip.replaceChildren(element("strong", {}, element("bdi", {}, model.name)), element("span", {}, sentence(model)));
    this.tip.hidden = false;
    const room = document.getElementById("plot").clientWidth - this.tip.offsetWidth;
    const isLow = y - this.tip.offsetHeight - 14 < 0;
    this.tip.style.left = `${Math.max(0, Math.min(room, x - this.tip.offsetWidth / 2))}px`;
    this.tip.style.top = `${isLow ? y + 14 : y - this.tip.offsetHeight - 14}px`;
  }

  move(event) {
    const nodes = [...this.points.values()];
    const current = nodes.indexOf(document.activeElement);
    if (current < 0) return;
    const steps = { ArrowRight: current + 1, ArrowUp: current + 1, ArrowLeft: current - 1, ArrowDown: current - 1 };
    const goals = { ...steps, Home: 0, End: nodes.length - 1 };
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.onChoose([...this.points.keys()][current]);
    } else if (event.key === "Escape") {
      this.tip.hidden = true;
    } else if (event.key in goals) {
      event.preventDefault();
      const next = nodes[Math.max(0, Math.min(nodes.length - 1, goals[event.key]))];
      nodes[current].setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    }
  }

  drawLegend() {
    const present = (kind) => this.models.some((model) => model.attention === kind);
    const item = (label, ...look) => {
      const swatch = svg("svg", { viewBox: "-9 -9 18 18", width: 18, height: 18, "aria-hidden": "true" });
      swatch.append(mark(...look));
      return element("li", {}, swatch, label);
    };
    const kinds = Object.keys(ATTENTION).filter(present);
    const areEstimated = this.models.some((model) => model.cacheIsEstimated);
    document.getElementById("legend").append(
      ...kinds.map((kind) => item(ATTENTION[kind].label, kind, false, false)),
      item("filled: dense", "neutral", false, false), item("outline: mixture of experts", "neutral", true, false),
      ...(areEstimated ? [item("pale: estimated cache", "neutral", false, true)] : []));
  }
}
SHAPES.neutral = SHAPES.mha;
