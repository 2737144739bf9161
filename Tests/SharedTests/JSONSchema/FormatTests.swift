import Testing

@testable import JSONSchema

@Suite("Formats")
struct FormatTests {
  @Test(
    "a string has a format exactly if the standard says so",
    arguments: [
      (Format.dateTime, "1990-12-31T23:59:60Z", true), (.dateTime, "1990-12-31T15:59:60-08:00", true),
      (.dateTime, "1998-12-31T23:58:60Z", false), (.dateTime, "1985-04-12 23:20:50Z", false),
      (.date, "2024-02-29", true), (.date, "2023-02-29", false), (.date, "2023-1-1", false), (.time, "12:00:00", false),
      (.time, "08:30:06.283185Z", true), (.duration, "P4DT12H30M5S", true), (.duration, "P1Y1D", false),
      (.duration, "P2W", true),
      (.duration, "P1W1D", false), (.duration, "PT", false), (.email, "joe.bloggs@example.com", true),
      (.email, ".a@b.c", false),
      (.email, #""joe bloggs"@example.com"#, true), (.email, "a@[127.0.0.1]", true), (.idnEmail, "실례@실례.테스트", true),
      (.hostname, "www.example.com", true), (.hostname, "-a", false), (.hostname, "a_b", false),
      (.hostname, String(repeating: "a", count: 64), false), (.idnHostname, "실례.테스트", true),
      (.idnHostname, "〮a", false),
      (.ipv4, "192.168.0.1", true), (.ipv4, "192.168.0.01", false), (.ipv4, "256.1.1.1", false),
      (.ipv6, "::ffff:192.168.0.1", true),
      (.ipv6, "1:2:3:4:5:6:7:8", true), (.ipv6, "1::2::3", false), (.ipv6, "12345::", false),
      (.ipv6, "fe80::a%eth1", false),
      (.uri, "http://foo.bar/?baz=qux#quux", true), (.uri, "//foo", false), (.uri, "http://a b", false),
      (.uri, "bar,baz:foo", false),
      (.uri, "ldap://[2001:db8::7]/c=GB?objectClass?one", true), (.uriReference, "#frag", true),
      (.uriReference, #"\\a"#, false),
      (.iri, "http://ƒøø.ßår/", true), (.uri, "http://ƒøø.ßår/", false), (.iriReference, "#ƒrägmênt", true),
      (.uuid, "2eb8aa08-aa98-11ea-b4aa-73b441d16380", true), (.uuid, "2eb8aa08aa9811eab4aa73b441d16380", false),
      (.uriTemplate, "a%zz", false), (.uriTemplate, "{%zz}", false), (.uriTemplate, "{a..b}", false),
      (.uriTemplate, "a%2f{a.b%20c}", true), (.uriTemplate, "{a.}", false),
      (.uriTemplate, "http://example.com/{term:1}/{term}", true), (.uriTemplate, "http://example.com/{term", false),
      (.jsonPointer, "/foo~1bar/~0", true), (.jsonPointer, "/~", false), (.jsonPointer, "a", false),
      (.relativeJSONPointer, "0#", true), (.relativeJSONPointer, "01", false), (.relativeJSONPointer, "1/a", true),
      (.regex, "^a", true), (.regex, "^(abc]", false), (.regex, "(?<x>a)(?<x>b)", false),
      (.regex, "(?<x>a)|(?<x>b)", true),
      (.uri, "http://[v1.a:b]:80/", true), (.uri, "http://u:p@[VF.~]", true), (.uri, "http://[v1. x y]/", false),
      (.uri, "http://[v.a]/", false), (.uri, "http://[v1.]/", false), (.uri, "http://a[b]/", false),
      (.uri, "http://[b]@host/", false), (.uri, "http://u@v@host/", false), (.uri, "http://host:8a/", false),
      (.iri, "http://a/?\u{301}#\u{301}", true), (.iri, "http://\u{301}@\u{301}/", true),
      (.iriReference, "\u{301}:a", false), (.idnEmail, "a.\u{301}b@é.com", true),
      (.idnEmail, "\"\u{301}\"@é.com", true), (.jsonPointer, "/\u{301}", true),
      (.relativeJSONPointer, "1\u{301}#", false), (.relativeJSONPointer, "1/\u{301}", true),
    ])
  func verdict(format: Format, text: String, isIn: Bool) {
    #expect(format.admits(text) == isIn)
  }

  @Test("format rejects values only when it is asserted")
  func assertion() throws {
    let schema = #"{"format": "ipv4"}"#
    #expect(try SchemaRun.isValid(schema, #""x""#) == true)
    #expect(try SchemaRun.isValid(schema, #""x""#, assertsFormat: true) == false)
    #expect(try SchemaRun.isValid(schema, "1", assertsFormat: true) == true)
  }
}
