/// The IHDR chunk: size, depth and kind of colour, all checked.
struct PNGHeader {
    enum Color: UInt8 {
        case gray = 0
        case rgb = 2
        case indexed = 3
        case grayAlpha = 4
        case rgbAlpha = 6

        var isGray: Bool { self == .gray || self == .grayAlpha }

        var channels: Int {
            switch self {
            case .gray, .indexed: 1
            case .grayAlpha: 2
            case .rgb: 3
            case .rgbAlpha: 4
            }
        }

        var depths: [Int] {
            switch self {
            case .gray: [1, 2, 4, 8, 16]
            case .indexed: [1, 2, 4, 8]
            default: [8, 16]
            }
        }
    }

    let width: Int
    let height: Int
    let depth: Int
    let color: Color

    var bitsPerPixel: Int { depth * color.channels }
    var rowSize: Int { (width * bitsPerPixel + 7) / 8 }

    init(_ data: ArraySlice<UInt8>) throws(PDFError) {
        let bytes = Array(data)
        guard bytes.count == 13 else { throw .image(.malformed("IHDR")) }
        func number(_ at: Int) -> Int { bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
        width = number(0)
        height = number(4)
        depth = Int(bytes[8])
        guard let color = Color(rawValue: bytes[9]), color.depths.contains(depth), bytes[10] == 0,
            bytes[11] == 0
        else { throw .image(.malformed("IHDR")) }
        self.color = color
        guard width > 0, height > 0, width <= 0x7FFF_FFFF, height <= 0x7FFF_FFFF else {
            throw .image(.malformed("size"))
        }
        guard width <= PDFImage.mostPixels / height else { throw .image(.unsupported("size")) }
        guard bytes[12] == 0 else { throw .image(.unsupported("interlaced")) }
    }
}
