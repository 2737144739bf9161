# The schema's main checks by hand: required fields, types, ranges, and the rules that no schema expresses.
def positive_integer: type == "number" and . >= 1 and floor == .;
def optional(check): . == null or check;

if (.id | type == "string" and test("^[a-z0-9]+(-[a-z0-9]+)*$") and length <= 128)
  and (.name | type == "string" and length >= 1 and length <= 256)
  and (.parameters_billions | type == "number" and . > 0 and . <= 100000)
  and (.hidden_size | positive_integer and . <= 1048576)
  and (.num_layers | positive_integer and . <= 10000)
  and (.num_heads | positive_integer and . <= 65536)
  and (.default_context_length | positive_integer and . <= 1000000000)
  and (.architecture | . == "transformer" or . == "moe")
  and (.num_kv_heads | optional(positive_integer and . <= 65536))
  and (.intermediate_size | optional(positive_integer and . <= 16777216))
  and (.vocab_size | optional(positive_integer and . <= 100000000))
  and (.num_experts | optional(positive_integer and . <= 1048576))
  and (.experts_per_token | optional(positive_integer and . <= 1048576))
  and (.num_heads % (.num_kv_heads // 1) == 0)
  and ((.experts_per_token // 0) <= (.num_experts // 0))
then . else error("not valid: \(.id)") end
