import Foundation
import JSON
import Streams

extension FuzzTarget {
  /// The JSON parser, its views and the writer.
  static let json = FuzzTarget(
    name: "json",
    seeds: {
      [
        #"{"a":[1,-2.5e3,"x\ud83d\ude00\n",null,true,{"b":{}}],"é":"ü","a":false}"#, #"[[[[]],"\u0000",0,1E-7]]"#,
        #"  {"k" : 12345678901234567890, "longer key with spaces": [ ] } "#, #"["\"\\\/\b\f\n\r\t\u00e9"]"#,
        "\u{FEFF}{\"models\":[{\"id\":\"x\"}]}", "1e9223372036854775808", "-0.000e-0", #"{"a":1,"\u0061":2}"#,
        String(repeating: "[", count: 512) + String(repeating: "]", count: 512),
        #"["0123456789abcdef0123456789abcdef\u00410123456789abcdef",0.1000000000000000055511151231257827]"#,
      ].map { Array($0.utf8) }
    },
    check: { bytes in
      let judgement = JSONJudge.judge(bytes)
      do throws(JSONSyntaxError) {
        let document = try JSONDocument(bytes)
        require(judgement.isJSON, "what the parser accepts is JSON")
        require(
          (document.duplicateKeyOffset != nil) == judgement.hasDuplicateKeys, "a key that is there twice is noticed")
        document.withRoot { root in
          checkRoundTrip(root)
          checkViews(root)
          if !root.isArray { require(documents(in: bytes) == 1, "a document is a stream of one document") }
        }
      } catch {
        require(!judgement.isJSON, "what is JSON is accepted: \(error.message) at \(error.offset)")
        require((0...bytes.count).contains(error.offset), "a fault has a place")
        _ = documents(in: bytes)
      }
    })
}

/// How many documents a stream holds; nil when it ends with a fault.
private func documents(in bytes: [UInt8]) -> Int? {
  var ends: [Int32] = [0, 0]
  guard bytes.count <= 1 << 16, pipe(&ends) == 0 else { return nil }
  defer { close(ends[0]) }
  _ = write(ends[1], bytes, bytes.count)
  close(ends[1])
  let reader = DocumentReader(ByteReader(descriptor: ends[0]))
  var count = 0
  do throws(StreamFault) {
    while try reader.next() != nil { count += 1 }
    return count
  } catch {
    return nil
  }
}

private func compact(_ element: JSONElement) -> [UInt8] {
  let output = ByteBuffer()
  output.element(element)
  return output.array
}

private func checkRoundTrip(_ root: JSONElement) {
  let written = compact(root)
  let pretty = ByteBuffer()
  pretty.pretty(root)
  for text in [written, pretty.array] {
    let again = (try? JSONDocument(text)).map { $0.withRoot(compact) }
    require(again == written, "what is written is read again as the same")
  }
}

/// Reads every value in every way that there is.
private func checkViews(_ element: JSONElement) {
  switch element.kind {
  case .object:
    var last: [String: Int] = [:]
    for (key, value) in element.members {
      checkViews(value)
      if let name = key.string { last[name] = value.sourceOffset }
    }
    for (key, offset) in last {
      require(element[key: key]?.sourceOffset == offset, "of a key that is there twice, the last one counts")
    }
    require(element.members.reduce(0) { count, _ in count + 1 } == element.count, "an object knows its size")
  case .array:
    element.elements.forEach(checkViews)
    require(element.elements.reduce(0) { count, _ in count + 1 } == element.count, "an array knows its size")
  case .string: require(element.string != nil, "a string has a text")
  case .number: checkNumber(element)
  default: break
  }
}

private func checkNumber(_ element: JSONElement) {
  // An exponent can be too large for one.
  guard let decimal = element.decimal else { return }
  if let int = element.int { require(decimal.int == int, "a number is the same integer in both readings") }
  if let exact = decimal.int { require(ExactDecimal(exact) == decimal, "an integer is what it came from") }
  let text = String(decoding: element.content, as: UTF8.self)
  let double = strtod(text, nil)
  require(element.double == double || !double.isFinite, "a number is the closest double: \(text)")
  require(!(decimal < decimal), "a number is not less than itself")
  require(ExactDecimal(decimal.description) == decimal, "a decimal is what its text says")
}
