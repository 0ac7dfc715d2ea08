import JSONText
import Testing

@Suite struct Writing {
    private func text(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    @Test func commasStandBetweenAndNowhereElse() {
        let written = text { writer in
            writer.object { writer in
                writer.member("absent", nil as String?)
                writer.member("empty", object: { _ in })
                writer.member("none", array: { _ in })
                writer.member("list", each: [1, 2, 3]) { writer, number in
                    writer.object { $0.member("n", number) }
                }
                writer.name("動的\"")
                writer.array { writer in
                    writer.null()
                    writer.bool(true)
                    writer.raw(Array("{\"x\":1}".utf8))
                    writer.raw("7".utf8)
                    writer.array { _ in }
                    writer.string("")
                    writer.value(.object(JSONObject([("v", .array([.null]))])))
                }
                writer.member("absent", nil as Int?)
                writer.member("last", false)
            }
        }
        #expect(
            written == #"{"empty":{},"none":[],"list":[{"n":1},{"n":2},{"n":3}],"動的\"":[null,true,{"x":1},7,[],"","#
                + #"{"v":[null]}],"last":false}"#
        )
    }

    @Test func membersOfEachType() {
        let written = text { writer in
            writer.object { writer in
                writer.member("text", "t")
                writer.member("int", 1)
                writer.member("int64", Int64.min)
                writer.member("double", 1.5)
                writer.member("bool", true)
                writer.member("texts", ["a", "b"])
                writer.member("value", JSONValue.null)
                writer.member("raw", raw: Array("[]".utf8))
                writer.member("some", Optional(7))
                writer.member("noDouble", nil as Double?)
                writer.member("noBool", nil as Bool?)
                writer.member("noTexts", nil as [String]?)
                writer.member("noValue", nil as JSONValue?)
                writer.member("noRaw", raw: nil)
            }
        }
        #expect(
            written == #"{"text":"t","int":1,"int64":-9223372036854775808,"double":1.5,"bool":true,"texts":["a","b"],"#
                + #""value":null,"raw":[],"some":7}"#
        )
    }

    @Test(
        arguments: [
            (0, "0"), (-0.0, "0"), (1881, "1881"), (-3, "-3"), (0.1, "0.1"), (1e-7, "1e-07"),
            (0x1p53, "9007199254740992"),
            (0x1p54, "1.8014398509481984e+16"), (1e300, "1e+300"), (.infinity, "null"), (.nan, "null"),
            (.leastNonzeroMagnitude, "5e-324"),
        ] as [(Double, String)]
    )
    func doublesAreShortAndIntegralOnesHaveNoFraction(value: Double, expected: String) {
        #expect(text { $0.number(value) } == expected)
    }

    @Test(arguments: [0, 9, 10, 99, 100, -1, -10, 1_234_567_890, .max, .min] as [Int64])
    func integersAreWrittenInFull(value: Int64) {
        #expect(text { $0.integer(value) } == String(value))
    }

    @Test func onlyWhatHasToBeIsEscaped() {
        #expect(text { $0.string("\"\\/\n\r\t\u{8}\u{C}\0\u{1F}") } == #""\"\\/\n\r\t\b\f\u0000\u001f""#)
        #expect(
            text { $0.string("a\u{2028}b\u{2029}c\u{2027}—…€ 群馬😀\u{7F}") }
                == "\"a\\u2028b\\u2029c\u{2027}—…€ 群馬😀\u{7F}\""
        )
        for length in 0..<20 {
            let plain = String(repeating: "x", count: length)
            #expect(text { $0.string(plain + "\"" + plain) } == "\"\(plain)\\\"\(plain)\"")
            #expect(text { $0.string(plain + "\u{2028}") } == "\"\(plain)\\u2028\"")
            #expect(text { $0.string(plain + "、") } == "\"\(plain)、\"")
        }
    }
}
