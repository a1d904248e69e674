/// numeric on the wire: digits to base 10 000, a weight, a sign and the number of decimals (numeric_send).
enum BinaryNumeric {
    private static let positive: UInt16 = 0x0000
    private static let negative: UInt16 = 0x4000
    private static let notANumber: UInt16 = 0xC000
    private static let positiveInfinity: UInt16 = 0xD000
    private static let negativeInfinity: UInt16 = 0xF000

    /// The decimal text of the bytes, with exactly as many decimals as the server keeps; nil when malformed.
    static func text(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard bytes.count >= 8, bytes.count.isMultiple(of: 2) else { return nil }
        func word(_ index: Int) -> UInt16 {
            UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self))
        }
        let count = Int(word(0))
        guard bytes.count == 8 + count * 2 else { return nil }
        switch word(2) {
        case positive, negative: break
        case notANumber: return "NaN"
        case positiveInfinity: return "Infinity"
        case negativeInfinity: return "-Infinity"
        default: return nil
        }
        let weight = Int(Int16(bitPattern: word(1)))
        let group = { (place: Int) -> UInt16 in
            let index = weight - place
            return index >= 0 && index < count ? word(4 + index) : 0
        }
        let integer = integerPart(weight: weight, group: group)
        let fraction = fractionPart(decimals: Int(word(3)), group: group)
        return (word(2) == negative ? "-" : "") + integer + (fraction.isEmpty ? "" : "." + fraction)
    }

    private static func integerPart(weight: Int, group: (Int) -> UInt16) -> String {
        guard weight >= 0 else { return "0" }
        var text = ""
        for place in stride(from: weight, through: 0, by: -1) {
            text += text.isEmpty ? String(group(place)) : fourDigits(group(place))
            if text == "0" && place > 0 { text = "" }
        }
        return text
    }

    private static func fractionPart(decimals: Int, group: (Int) -> UInt16) -> String {
        var text = ""
        var place = -1
        while text.utf8.count < decimals {
            text += fourDigits(group(place))
            place -= 1
        }
        return String(text.prefix(decimals))
    }

    private static func fourDigits(_ group: UInt16) -> String {
        let digits = String(group)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }

    /// The bytes of plain decimal text ("-12.50"); nil when it is anything else, exponents included.
    static func bytes(_ text: String) -> [UInt8]? {
        var digits = Substring(text)
        let isNegative = digits.hasPrefix("-")
        if isNegative || digits.hasPrefix("+") { digits.removeFirst() }
        let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let integer = Array(parts[0].utf8)
        let fraction = parts.count == 2 ? Array(parts[1].utf8) : []
        let isDigits = (integer + fraction).allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        guard isDigits, !integer.isEmpty, parts.count == 1 || !fraction.isEmpty else { return nil }
        guard integer.count <= 131_072, fraction.count <= 16_383 else { return nil }
        return encode(integer, fraction, isNegative: isNegative)
    }

    private static func encode(_ integer: [UInt8], _ fraction: [UInt8], isNegative: Bool) -> [UInt8] {
        let zero = UInt8(ascii: "0")
        let head = [UInt8](repeating: zero, count: (4 - integer.count % 4) % 4)
        let tail = [UInt8](repeating: zero, count: (4 - fraction.count % 4) % 4)
        let padded = head + integer + fraction + tail
        var groups = stride(from: 0, to: padded.count, by: 4).map { start in
            padded[start..<start + 4].reduce(UInt16(0)) { $0 * 10 + UInt16($1 - zero) }
        }
        var weight = (head.count + integer.count) / 4 - 1
        while groups.first == 0 {
            groups.removeFirst()
            weight -= 1
        }
        while groups.last == 0 { groups.removeLast() }
        if groups.isEmpty { weight = 0 }
        var bytes: [UInt8] = []
        BinaryFormat.append(UInt16(groups.count), to: &bytes)
        BinaryFormat.append(Int16(weight), to: &bytes)
        BinaryFormat.append(isNegative && !groups.isEmpty ? negative : positive, to: &bytes)
        BinaryFormat.append(UInt16(fraction.count), to: &bytes)
        for group in groups { BinaryFormat.append(group, to: &bytes) }
        return bytes
    }
}
