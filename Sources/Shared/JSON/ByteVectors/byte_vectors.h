// One operation on vectors of bytes, for the JSON parser. Swift's SIMD types cannot turn a mask with a byte per element
// into an integer with a bit per element, which is one instruction of x86-64 and a few of ARM64. Clang's vectors can.
// With a mask of eight-byte words in Swift, hf-transform takes 5 % more time (31 pairs of runs on 10,000 snapshots).

#ifndef JSON_BYTE_VECTORS_H
#define JSON_BYTE_VECTORS_H

#include <stdint.h>

typedef uint8_t json_bytes __attribute__((ext_vector_type(16)));
typedef uint8_t json_unaligned_bytes __attribute__((ext_vector_type(16), aligned(1)));
typedef _Bool json_bits __attribute__((ext_vector_type(16)));

/// A bit for each of 16 bytes of a string, the first one lowest: 1 for a quote, backslash, control character or byte
/// beyond ASCII, which end a run of plain characters.
static inline __attribute__((always_inline)) uint32_t json_ends_of_plain_run_16(const uint8_t *_Nonnull bytes) {
  json_bytes text = *(const json_unaligned_bytes *)bytes;
  // The XOR exchanges quote (0x22) and space (0x20), and the subtraction wraps around for bytes below 0x21. So one
  // unsigned comparison finds quotes, control characters and bytes beyond ASCII.
  json_bytes shifted = (text ^ (uint8_t)('"' ^ ' ')) - (uint8_t)0x21;
  json_bytes mask = (json_bytes)(text == (uint8_t)'\\') | (json_bytes)(shifted >= (uint8_t)0x5F);
  return __builtin_bit_cast(uint16_t, __builtin_convertvector(mask, json_bits));
}

/// The same for 32 bytes. Most strings are shorter, so that one branch finds their end. (With 16 bytes, the processor
/// would have to predict which strings are longer.)
static inline __attribute__((always_inline)) uint32_t json_ends_of_plain_run(const uint8_t *_Nonnull bytes) {
  return json_ends_of_plain_run_16(bytes) | json_ends_of_plain_run_16(bytes + 16) << 16;
}

#endif
