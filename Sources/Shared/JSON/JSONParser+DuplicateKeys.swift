import Platform

extension JSONParser {
  /// Looks for duplicate keys in the complete object at a tape index, and marks the object if it has one.
  @inline(__always)
  func findDuplicateKeys(_ object: Int) {
    let count = tape.nodes[object].count
    if count <= 8 {
      findDuplicatesByPairs(object)
    } else {
      findDuplicatesByTable(object, count: count)
    }
  }

  /// Compares a key with all earlier ones, but only if an earlier hash has the same last six bits.
  private func findDuplicatesByPairs(_ object: Int) {
    let end = Int(tape.nodes[object].nextOrHash)
    var key = object + 1
    var bloom: UInt64 = 0
    while key < end {
      let bit: UInt64 = 1 << UInt64(tape.nodes[key].nextOrHash & 63)
      if bloom & bit != 0 {
        var earlier = object + 1
        while earlier < key {
          if sameKey(earlier, key) {
            report(key, in: object)
            return
          }
          earlier = tape.next(earlier + 1)
        }
      }
      bloom |= bit
      key = tape.next(key + 1)
    }
  }

  /// Puts the keys into a hash table with open addressing.
  private func findDuplicatesByTable(_ object: Int, count: Int) {
    let end = Int(tape.nodes[object].nextOrHash)
    // The count may be larger than a node can store. Then half the number of nodes is the upper limit of the keys.
    let keys = count == JSONNode.maximumCount ? (end - object) / 2 : count
    if keys * 2 > tape.keyTableMask + 1 { tape.replaceKeyTable(toHold: keys) }
    if tape.keyStamp == UInt32.max { tape.replaceKeyTable(toHold: keys) }
    tape.keyStamp += 1
    let stamp = tape.keyStamp
    let mask = tape.keyTableMask
    let table = tape.keyTable
    var probesLeft = keys * JSONParser.maximumProbesPerKey
    var key = object + 1
    while key < end {
      var slot = Int(tape.nodes[key].nextOrHash) & mask
      while table[slot].stamp == stamp {
        if sameKey(Int(table[slot].node), key) {
          report(key, in: object)
          return
        }
        slot = (slot + 1) & mask
        probesLeft -= 1
        if probesLeft < 0 { return findDuplicatesByContent(object) }
      }
      table[slot] = (stamp, UInt32(truncatingIfNeeded: key))
      key = tape.next(key + 1)
    }
  }

  /// If the keys meet more occupied slots than this on average, they are assumed to be an attack. In a table that is at
  /// most half full, about one is expected.
  private static let maximumProbesPerKey = 16

  /// Puts the keys into a set, which hashes whole keys with a random seed. The hash in a key's node is made of at most
  /// 16 of its bytes, so an attacker can write many keys with the same hash.
  @inline(never)
  private func findDuplicatesByContent(_ object: Int) {
    let end = Int(tape.nodes[object].nextOrHash)
    var seen: Set<[UInt8]> = []
    var key = object + 1
    while key < end {
      let node = tape.nodes[key]
      let text = UnsafeBufferPointer(start: base + Int(node.offset), count: Int(node.length))
      guard seen.insert(node.flags.contains(.escaped) ? JSONEscapes.decode(text) : Array(text)).inserted else {
        return report(key, in: object)
      }
      key = tape.next(key + 1)
    }
  }

  /// Marks an object, and records the offset of its duplicate key if it is the first one.
  private func report(_ key: Int, in object: Int) {
    tape.nodes[object].markDuplicateKeys()
    if tape.duplicateKeyOffset == nil { tape.duplicateKeyOffset = Int(tape.nodes[key].offset) - 1 }
  }

  /// Whether the keys at two tape indices have the same decoded text.
  private func sameKey(_ a: Int, _ b: Int) -> Bool {
    let first = tape.nodes[a]
    let second = tape.nodes[b]
    guard first.nextOrHash == second.nextOrHash else { return false }
    let firstText = UnsafeBufferPointer(start: base + Int(first.offset), count: Int(first.length))
    let secondText = UnsafeBufferPointer(start: base + Int(second.offset), count: Int(second.length))
    if first.flags.contains(.escaped) || second.flags.contains(.escaped) {
      return JSONEscapes.decode(firstText) == JSONEscapes.decode(secondText)
    }
    return firstText.count == secondText.count
      && memcmp(base + Int(first.offset), base + Int(second.offset), firstText.count) == 0
  }
}

extension JSONTape {
  /// The tape index after the value at `index` and its content.
  @inline(__always)
  func next(_ index: Int) -> Int {
    nodes[index].kind.rawValue <= JSONKind.array.rawValue ? Int(nodes[index].nextOrHash) : index + 1
  }
}
