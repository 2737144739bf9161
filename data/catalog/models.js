// What the page shows of an entry. Everything in the database is data from outside: it only ever becomes text nodes,
// and a number that is not one counts as absent.

const ATTENTION = {
  mha: { label: "MHA", meaning: "multi-head attention" },
  gqa: { label: "GQA", meaning: "grouped-query attention" },
  mqa: { label: "MQA", meaning: "multi-query attention" },
  mla: { label: "MLA", meaning: "multi-head latent attention" },
  hybrid: { label: "Hybrid", meaning: "attention beside linear or state-space layers" },
  unknown: { label: "Not stated", meaning: "attention not stated" },
};
const BYTES_PER_ELEMENT = 2;

function positive(value) {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : null;
}

function textOf(value) {
  return typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 200) : null;
}

// The kind of attention that the entry states, else what its heads suggest.
function attentionOf(entry, heads, keyValueHeads) {
  if (typeof entry.attention === "string" && Object.hasOwn(ATTENTION, entry.attention)) return entry.attention;
  if (!heads || !keyValueHeads) return "unknown";
  if (keyValueHeads === heads) return "mha";
  return keyValueHeads === 1 ? "mqa" : "gqa";
}

// Bytes that a token adds to the cache at 16 bits, in all layers, as the entry states them; null when it does not.
function statedCacheBytes(cache) {
  const elements = (positive(cache.full_elements_per_token) ?? 0) + (positive(cache.sliding_elements_per_token) ?? 0);
  return positive(elements * BYTES_PER_ELEMENT);
}

// The same, estimated as if every layer had full attention; null when the entry lacks a size.
function estimatedCacheBytes(entry, layers, heads, keyValueHeads) {
  const headSize = positive(entry.head_dim) ?? (positive(entry.hidden_size) && heads ? entry.hidden_size / heads : null);
  return layers && heads && headSize && positive(2 * layers * (keyValueHeads ?? heads) * headSize * BYTES_PER_ELEMENT);
}

function describe(entry, position) {
  const layers = positive(entry.num_layers);
  const heads = positive(entry.num_heads);
  const keyValueHeads = positive(entry.num_kv_heads);
  const experts = positive(entry.num_experts);
  const hubID = textOf(entry.hf_model_id);
  const statesCache = entry.kv_cache !== null && typeof entry.kv_cache === "object";
  return {
    position,
    name: textOf(entry.name) ?? textOf(entry.id) ?? "(no name)",
    hubID,
    // Only what can be no other address than a model's page becomes a link.
    page: hubID && /^[\w.-]+(\/[\w.-]+)?$/.test(hubID) ? "https://huggingface.co/" + hubID : null,
    parameters: positive(entry.parameters_billions),
    active: positive(entry.active_parameters_billions),
    isMixture: entry.architecture === "moe" || experts !== null,
    experts,
    expertsPerToken: positive(entry.experts_per_token),
    attention: attentionOf(entry, heads, keyValueHeads),
    attentionIsStated: entry.attention === attentionOf(entry, heads, keyValueHeads),
    cacheBytes: statesCache ? statedCacheBytes(entry.kv_cache) : estimatedCacheBytes(entry, layers, heads, keyValueHeads),
    cacheIsEstimated: !statesCache,
    layers,
    hidden: positive(entry.hidden_size),
    context: positive(entry.default_context_length),
    license: textOf(entry.license),
  };
}

// Reads the database that the page carries. Its entry 'custom' is a form to fill in, not a model, so it is left out.
function readDatabase(json) {
  const entries = JSON.parse(json).models;
  if (!Array.isArray(entries)) throw new Error("it has no list of models");
  const isModel = (entry) => entry !== null && typeof entry === "object" && entry.id !== "custom";
  return entries.filter(isModel).map(describe);
}

const counts = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const threeDigits = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

// A number and its unit, which a line break does not part. What rounds to 1,000 of a unit is 1 of the next.
function withUnit(value, units) {
  let rounded = Number(value.toPrecision(3));
  let power = 0;
  while (rounded >= 1000 && power < units.length - 1) {
    rounded /= 1000;
    power += 1;
  }
  return (threeDigits.format(rounded) + "\u00A0" + units[power]).trimEnd();
}

const format = {
  count: (value) => counts.format(value),
  // A number of parameters, given in billions.
  billions: (value) => withUnit(value * 1e9, ["", "K", "M", "B", "T"]),
  // A size in memory, in the units of the preview of an import.
  bytes: (value) => withUnit(Math.round(value), ["B", "kB", "MB", "GB", "TB", "PB"]),
};

function attentionText(model) {
  return (model.attentionIsStated || model.attention === "unknown" ? "" : "likely ") + ATTENTION[model.attention].label;
}

function cacheText(model) {
  return (model.cacheIsEstimated ? "≈\u00A0" : "") + format.bytes(model.cacheBytes);
}

// A model in one line, for screen readers and the plot's tip.
function sentence(model) {
  return [
    model.parameters && format.billions(model.parameters) + " parameters",
    model.active && format.billions(model.active) + " active",
    model.cacheBytes &&
      `${format.bytes(model.cacheBytes)} cache per token${model.cacheIsEstimated ? " (estimated)" : ""}`,
    ATTENTION[model.attention].meaning,
    model.isMixture ? expertsText(model) || "mixture of experts" : "dense",
  ].filter(Boolean).join(", ");
}

function expertsText(model) {
  if (!model.experts) return "";
  const all = format.count(model.experts);
  return model.expertsPerToken ? `${format.count(model.expertsPerToken)} of ${all} experts` : `${all} experts`;
}
