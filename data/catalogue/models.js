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

// The kind of attention that the entry states, else what its heads tell.
function attentionOf(entry, heads, keyValueHeads) {
  if (typeof entry.attention === "string" && Object.hasOwn(ATTENTION, entry.attention)) return entry.attention;
  if (!heads || !keyValueHeads) return "unknown";
  if (keyValueHeads === heads) return "mha";
  return keyValueHeads === 1 ? "mqa" : "gqa";
}

// Bytes that a token adds to the cache at 16 bits, in all layers; null when the entry does not tell.
function cacheBytesOf(entry, layers, heads, keyValueHeads) {
  const stated = entry.kv_cache;
  if (stated !== null && typeof stated === "object") {
    const elements = (positive(stated.full_elements_per_token) ?? 0) + (positive(stated.sliding_elements_per_token) ?? 0);
    return elements > 0 ? elements * BYTES_PER_ELEMENT : null;
  }
  const headSize = positive(entry.head_dim) ?? (positive(entry.hidden_size) && heads ? entry.hidden_size / heads : null);
  return layers && heads && headSize ? 2 * layers * (keyValueHeads ?? heads) * headSize * BYTES_PER_ELEMENT : null;
}

function describe(entry, position) {
  const layers = positive(entry.num_layers);
  const heads = positive(entry.num_heads);
  const keyValueHeads = positive(entry.num_kv_heads);
  const experts = positive(entry.num_experts);
  const hubID = textOf(entry.hf_model_id);
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
    cacheBytes: cacheBytesOf(entry, layers, heads, keyValueHeads),
    layers,
    hidden: positive(entry.hidden_size),
    context: positive(entry.default_context_length),
    license: textOf(entry.license),
  };
}

// Reads the database that the page carries.
function readDatabase(json) {
  const entries = JSON.parse(json).models;
  if (!Array.isArray(entries)) throw new Error("it has no list of models");
  return entries.filter((entry) => entry !== null && typeof entry === "object").map(describe);
}

const counts = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const threeDigits = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

const format = {
  count: (value) => counts.format(value),
  // A number of parameters, given in billions.
  billions: (value) => (value < 1 ? threeDigits.format(value * 1000) + " M" : threeDigits.format(value) + " B"),
  bytes(value) {
    const units = ["B", "KiB", "MiB", "GiB", "TiB"];
    const power = Math.max(0, Math.min(units.length - 1, Math.floor(Math.log2(value) / 10)));
    return threeDigits.format(value / 1024 ** power) + " " + units[power];
  },
  tokens: (value) => (value >= 1024 && value % 1024 === 0 ? counts.format(value / 1024) + " Ki" : counts.format(value)),
};

// A model in one line, for screen readers and the plot's tip.
function sentence(model) {
  return [
    model.parameters && format.billions(model.parameters) + " parameters",
    model.active && format.billions(model.active) + " active",
    model.cacheBytes && format.bytes(model.cacheBytes) + " cache per token",
    ATTENTION[model.attention].meaning,
    model.isMixture ? expertsText(model) || "mixture of experts" : "dense",
  ].filter(Boolean).join(", ");
}

function expertsText(model) {
  if (!model.experts) return "";
  const all = format.count(model.experts);
  return model.expertsPerToken ? `${format.count(model.expertsPerToken)} of ${all} experts` : `${all} experts`;
}
