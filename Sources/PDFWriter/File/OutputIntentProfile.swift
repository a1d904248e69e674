/// An ICC profile of sRGB (IEC 61966-2-1), made from its definition: version 2.1, monitor class, one curve of
/// 256 points for the three channels.
enum OutputIntentProfile {
    /// The bytes of the profile, the same on every call.
    static func sRGB() -> [UInt8] {
        let curve = self.curve()
        var tags: [(name: StaticString, data: [UInt8])] = [
            ("desc", description("sRGB")),
            ("cprt", text("No copyright, use freely")),
            // Media white and primaries as adapted to D50, in 1/65536.
            ("wtpt", xyz(0xF6D6, 0x1_0000, 0xD32D)),
            ("rXYZ", xyz(0x6FA2, 0x38F5, 0x0390)),
            ("gXYZ", xyz(0x6299, 0xB785, 0x18DA)),
            ("bXYZ", xyz(0x24A0, 0x0F84, 0xB6CF)),
            ("rTRC", curve),
        ]
        var body = ByteBuffer()
        var directory = ByteBuffer()
        let start = 128 + 4 + 12 * (tags.count + 2)
        tags.append(("gTRC", []))
        tags.append(("bTRC", []))
        directory.append(bigEndian: UInt32(tags.count))
        var offset = start
        for tag in tags {
            // The green and blue curves are the red one again.
            if !tag.data.isEmpty {
                offset = start + body.count
                body.append(contentsOf: tag.data)
                while body.count % 4 != 0 { body.append(byte: 0) }
            }
            directory.append(tag.name)
            directory.append(bigEndian: UInt32(offset))
            directory.append(bigEndian: UInt32(tag.data.isEmpty ? curve.count : tag.data.count))
        }
        var profile = header(size: start + body.count)
        profile.append(contentsOf: directory.bytes)
        profile.append(contentsOf: body.bytes)
        return profile.bytes
    }

    private static func header(size: Int) -> ByteBuffer {
        var header = ByteBuffer()
        header.append(bigEndian: UInt32(size))
        header.append(bigEndian: UInt32(0))
        header.append(bigEndian: UInt32(0x0210_0000))
        header.append("mntrRGB XYZ ")
        for field in [2026, 1, 1, 0, 0, 0] as [UInt16] { header.append(bigEndian: field) }
        header.append("acsp")
        header.append(contentsOf: [UInt8](repeating: 0, count: 28))
        for field in [0xF6D6, 0x1_0000, 0xD32D] as [UInt32] { header.append(bigEndian: field) }
        header.append(contentsOf: [UInt8](repeating: 0, count: 128 - header.count))
        return header
    }

    private static func description(_ name: StaticString) -> [UInt8] {
        var data = ByteBuffer()
        data.append("desc")
        data.append(bigEndian: UInt32(0))
        data.append(bigEndian: UInt32(name.utf8CodeUnitCount + 1))
        data.append(name)
        // End of the ASCII name, empty Unicode name, empty Macintosh name.
        data.append(contentsOf: [UInt8](repeating: 0, count: 1 + 8 + 3 + 67))
        return data.bytes
    }

    private static func text(_ text: StaticString) -> [UInt8] {
        var data = ByteBuffer()
        data.append("text")
        data.append(bigEndian: UInt32(0))
        data.append(text)
        data.append(byte: 0)
        return data.bytes
    }

    private static func xyz(_ values: UInt32...) -> [UInt8] {
        var data = ByteBuffer()
        data.append("XYZ ")
        data.append(bigEndian: UInt32(0))
        for value in values { data.append(bigEndian: value) }
        return data.bytes
    }

    private static func curve() -> [UInt8] {
        var data = ByteBuffer()
        data.append("curv")
        data.append(bigEndian: UInt32(0))
        data.append(bigEndian: UInt32(256))
        for level in 0...255 { data.append(bigEndian: linear(UInt64(level))) }
        return data.bytes
    }

    /// The light of a level 0...255 in 1/65535: c / 12.92 below 0.04045, else ((c + 0.055) / 1.055) ^ 2.4.
    static func linear(_ level: UInt64) -> UInt16 {
        // 0.04045 * 255 = 10.3.
        if level <= 10 { return UInt16((level * 65_535 * 100 + 255 * 646) / (255 * 1292)) }
        // With t = (c + 0.055) / 1.055 in 1/2^32 the root y of y^5 = t^2 is t^0.4; t^2.4 = t^2 * y.
        let base = ((level * 1000 + 14_025) << 32) / 269_025
        let square = multiply(base, base)
        var root: UInt64 = 0
        for bit in (0...32).reversed() {
            let guess = root | 1 << UInt64(bit)
            let fourth = multiply(multiply(guess, guess), multiply(guess, guess))
            if multiply(fourth, guess) <= square { root = guess }
        }
        return UInt16((multiply(square, root) * 65_535 + 1 << 31) >> 32)
    }

    /// Product of two numbers in 1/2^32, both below 2.
    private static func multiply(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high << 32 | product.low >> 32
    }
}
