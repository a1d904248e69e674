import Foundation
import TextShaping

@testable import PDFWriter

/// SplitMix64 (public domain).
struct FuzzNumbers {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed &* 0xD134_2543_DE82_EF95
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

enum FuzzSeeds {
    /// Small whole fonts, with and without rules for shaping.
    static func fonts() throws -> [[UInt8]] {
        var fonts = [
            try inflate(decodeBase64(NotoSansRegularMaster.base64), size: NotoSansRegularMaster.size)
        ]
        for script in ["Thai", "Hebrew", "Devanagari", "Armenian"] {
            let path = "\(SystemFonts.folder)/truetype/noto/NotoSans\(script)-Regular.ttf"
            fonts.append([UInt8](try Data(contentsOf: URL(filePath: path))))
        }
        return fonts
    }

    /// Bytes and numbers changed where it hurts: in the directory, at the beginning of tables, anywhere; the file
    /// cut, or parts of it moved.
    static func mutate(_ bytes: inout [UInt8], _ numbers: inout FuzzNumbers) {
        let interesting: [UInt16] = [0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF]
        let tables = Int(bytes[5])
        for _ in 0..<1 + numbers.below(8) {
            let at: Int
            switch numbers.below(4) {
            case 0: at = numbers.below(12 + 16 * tables)
            case 1, 2:
                let entry = 12 + 16 * numbers.below(max(tables, 1)) + 8
                let start = bytes[min(entry, bytes.count - 4)...].prefix(4).reduce(0) { $0 << 8 | Int($1) }
                at = start + numbers.below(120)
            default: at = numbers.below(bytes.count)
            }
            guard at >= 0, at + 1 < bytes.count else { continue }
            if numbers.below(2) == 0 {
                bytes[at] = UInt8(numbers.below(256))
            } else {
                let value = interesting[numbers.below(interesting.count)]
                bytes[at] = UInt8(value >> 8)
                bytes[at + 1] = UInt8(value & 0xFF)
            }
        }
        if numbers.below(12) == 0 { bytes.removeLast(numbers.below(bytes.count)) }
        if bytes.count > 64, numbers.below(12) == 0 {
            let (from, to) = (numbers.below(bytes.count - 32), numbers.below(bytes.count - 32))
            bytes.replaceSubrange(to..<to + 32, with: Array(bytes[from..<from + 32]))
        }
    }

    /// Scalars of ranges that go wrong together: controls, marks, joiners, all directions, private use, emoji.
    static func text(_ numbers: inout FuzzNumbers) -> String {
        let ranges: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0x00...0x20, 0x80...0x24F, 0x300...0x36F, 0x370...0x52F, 0x590...0x6FF,
            0x900...0x97F,
            0x980...0xDFF, 0xE00...0xEFF, 0x1000...0x109F, 0x1780...0x17FF, 0x200B...0x206F, 0x20A0...0x20CF,
            0x3040...0x30FF, 0x4E00...0x9FFF, 0xE000...0xE010, 0xFE00...0xFE0F, 0xFB1D...0xFDFF,
            0x1_F300...0x1_F6FF, 0x1_0800...0x1_0FFF, 0x0...0x10_FFFF,
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<numbers.below(8) {
            let range = ranges[numbers.below(ranges.count)]
            for _ in 0..<numbers.below(numbers.below(40) == 0 ? 400 : 14) {
                let value =
                    range.lowerBound + UInt32(numbers.below(Int(range.upperBound - range.lowerBound) + 1))
                if let scalar = Unicode.Scalar(value) { text.append(scalar) }
            }
        }
        return String(text)
    }
}
