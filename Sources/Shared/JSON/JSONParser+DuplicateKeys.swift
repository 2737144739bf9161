import Platform

extension JSONParser {
  private typealias NodeAddress = UnsafeMutablePointer<JSONNode>

  /// Looks for duplicate keys in a complete object, and marks the object if it has one.
  @inline(__always)
  func findDuplicateKeys(_ object: UnsafeMutablePointer<JSONNode>) {
    let count = object.pointee.count
    if count <= 8 {
      findDuplicatesByPairs(object)
    } else {
      findDuplicatesByTable(object, count: count)
    }
  }

  /// Compares a key with all earlier ones, but only if an earlier hash has the same last six bits.
  private func findDuplicatesByPairs(_ object: NodeAddress) {
    let end = object + object.pointee.nodeCount
    var key = object + 1
    var bloom: UInt64 = 0
    while key < end {
      let bit: UInt64 = 1 << UInt64(key.pointee.hash & 63)
      if bloom & bit != 0 {
        var earlier = object + 1
        while earlier < key {
          if sameKey(earlier, key) { return report(key, in: object) }
          earlier = nextKey(after: earlier)
        }
      }
      bloom |= bit
      key = nextKey(after: key)
    }
  }

  /// The address after a member, whose key is at this one.
  @inline(__always)
  private func nextKey(after key: NodeAddress) -> NodeAddress { key + 1 + key[1].nodeCount }

  /// Puts the keys into a hash table with open addressing.
  private func findDuplicatesByTable(_ object: NodeAddress, count: Int) {
    let end = object + object.pointee.nodeCount
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
      var slot = Int(key.pointee.hash) & mask
      while table[slot].stamp == stamp {
        if sameKey(object + Int(table[slot].key), key) { return report(key, in: object) }
        slot = (slot + 1) & mask
        probesLeft -= 1
        if probesLeft < 0 { return findDuplicatesByContent(object) }
      }
      table[slot] = (stamp, UInt32(truncatingIfNeeded: key - object))
      key = nextKey(after: key)
    }
  }

  /// If the keys meet more occupied slots than this on average, they are assumed to be an attack. In a table that is at
  /// most half full, about one is expected.
  private static let maximumProbesPerKey = 16

  /// Puts the keys into a set, which hashes whole keys with a random seed. The hash in a key's node is made of at most
  /// 16 of its bytes, so an attacker can write many keys with the same hash.
  @inline(never)
  private func findDuplicatesByContent(_ object: NodeAddress) {
    let end = object + object.pointee.nodeCount
    var seen: Set<[UInt8]> = []
    var key = object + 1
    while key < end {
      let text = text(of: key)
      guard seen.insert(key.pointee.flags.contains(.escaped) ? JSONEscapes.decode(text) : Array(text)).inserted else {
        return report(key, in: object)
      }
      key = nextKey(after: key)
    }
  }

  /// Marks an object, and records the offset of its duplicate key if it is the first one.
  private func report(_ key: NodeAddress, in object: NodeAddress) {
    object.pointee.markDuplicateKeys()
    if tape.duplicateKeyOffset == nil { tape.duplicateKeyOffset = Int(key.pointee.offset) - 1 }
  }

  /// Whether two keys have the same decoded text.
  private func sameKey(_ first: NodeAddress, _ second: NodeAddress) -> Bool {
    guard first.pointee.hash == second.pointee.hash else { return false }
    let firstText = text(of: first)
    let secondText = text(of: second)
    if first.pointee.flags.contains(.escaped) || second.pointee.flags.contains(.escaped) {
      return JSONEscapes.decode(firstText) == JSONEscapes.decode(secondText)
    }
    return firstText.count == secondText.count
      && memcmp(base + Int(first.pointee.offset), base + Int(second.pointee.offset), firstText.count) == 0
  }

  private func text(of key: NodeAddress) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base + Int(key.pointee.offset), count: Int(key.pointee.length))
  }
}
