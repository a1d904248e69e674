/// The way from a file's root to a value; made into text only for an error.
indirect enum ValuePath {
    case root
    case key(ValuePath, String)
    case index(ValuePath, Int)
}

extension ValuePath: CustomStringConvertible {
    /// "plans.pro.prices[0].amount"; a key with other characters stands in quotes.
    var description: String {
        switch self {
        case .root: ""
        case .index(let parent, let index): "\(parent)[\(index)]"
        case .key(.root, let key): Self.shown(key)
        case .key(let parent, let key): "\(parent).\(Self.shown(key))"
        }
    }

    private static func shown(_ key: String) -> String {
        let isPlain = key.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: byte >= 0x80
            }
        }
        return isPlain && (1...64).contains(key.utf8.count) ? key : quoted(key)
    }
}

/// A text as an error shows it: in quotes, control characters escaped, cut after 40 characters.
func quoted(_ text: String) -> String {
    var shown = "\""
    for (count, scalar) in text.unicodeScalars.enumerated() {
        if count == 40 {
            shown += "…"
            break
        }
        let isControl = scalar.properties.generalCategory == .control
        shown += scalar == "\"" ? "\\\"" : isControl ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return shown + "\""
}
