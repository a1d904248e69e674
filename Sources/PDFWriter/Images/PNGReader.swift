/// Decodes a PNG file (ISO/IEC 15948) to 8-bit grey or RGB samples and opacity. The file may be hostile: sizes
/// are checked before anything is allocated, chunks against their checksums.
struct PNGReader {
    struct Pixels {
        let width: Int
        let height: Int
        let isGray: Bool
        var samples: [UInt8] = []
        /// nil when every pixel is opaque.
        var alpha: [UInt8]? = []
    }

    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private let header: PNGHeader
    private var palette: [UInt8] = []
    private var transparency: [UInt8] = []
    private var compressed: [UInt8] = []

    init(_ file: [UInt8]) throws(PDFError) {
        var chunks = PNGChunks(file)
        guard let first = try chunks.next(), first.type == "IHDR" else { throw .image(.malformed("IHDR")) }
        header = try PNGHeader(first.data)
        while let chunk = try chunks.next() {
            switch chunk.type {
            case "PLTE": palette = Array(chunk.data)
            case "tRNS": transparency = Array(chunk.data)
            case "IDAT": compressed.append(contentsOf: chunk.data)
            case "IEND": return
            default:
                // A capital first letter: a chunk that must be understood.
                if chunk.isCritical { throw .image(.unsupported(chunk.type)) }
            }
        }
        throw .image(.truncated)
    }

    func decode() throws(PDFError) -> Pixels {
        if header.color == .indexed, palette.isEmpty || palette.count % 3 != 0 {
            throw .image(.malformed("PLTE"))
        }
        var rows = try inflateRows()
        try unfilter(&rows)
        var pixels = Pixels(width: header.width, height: header.height, isGray: header.color.isGray)
        pixels.samples.reserveCapacity(header.width * header.height * (pixels.isGray ? 1 : 3))
        pixels.alpha?.reserveCapacity(header.width * header.height)
        for row in 0..<header.height {
            let start = row * (header.rowSize + 1) + 1
            try append(rows[start..<start + header.rowSize], to: &pixels)
        }
        if pixels.alpha?.allSatisfy({ $0 == 255 }) ?? true { pixels.alpha = nil }
        return pixels
    }

    private func inflateRows() throws(PDFError) -> [UInt8] {
        do {
            return try inflate(compressed, size: (header.rowSize + 1) * header.height)
        } catch {
            throw .image(.truncated)
        }
    }

    /// Undoes the filter of each row (PNG 9.2).
    private func unfilter(_ rows: inout [UInt8]) throws(PDFError) {
        let stride = header.rowSize + 1
        let step = max(1, header.bitsPerPixel / 8)
        for row in 0..<header.height {
            let start = row * stride + 1
            let filter = rows[start - 1]
            guard filter <= 4 else { throw .image(.malformed("filter")) }
            if filter == 0 { continue }
            for column in 0..<header.rowSize {
                let left = column >= step ? Int(rows[start + column - step]) : 0
                let above = row > 0 ? Int(rows[start + column - stride]) : 0
                let corner = row > 0 && column >= step ? Int(rows[start + column - stride - step]) : 0
                let predicted =
                    switch filter {
                    case 1: left
                    case 2: above
                    case 3: (left + above) / 2
                    default: Self.paeth(left, above, corner)
                    }
                rows[start + column] &+= UInt8(truncatingIfNeeded: predicted)
            }
        }
    }

    private static func paeth(_ left: Int, _ above: Int, _ corner: Int) -> Int {
        let estimate = left + above - corner
        let (toLeft, toAbove, toCorner) = (
            abs(estimate - left), abs(estimate - above), abs(estimate - corner)
        )
        if toLeft <= toAbove, toLeft <= toCorner { return left }
        return toAbove <= toCorner ? above : corner
    }

    private func append(_ row: ArraySlice<UInt8>, to pixels: inout Pixels) throws(PDFError) {
        let samples = PNGSamples(row: row, depth: header.depth)
        let channels = header.color.channels
        for pixel in 0..<header.width {
            let at = pixel * channels
            switch header.color {
            case .indexed:
                let index = samples.raw(at)
                guard index * 3 + 3 <= palette.count else { throw .image(.malformed("palette index")) }
                pixels.samples.append(contentsOf: palette[index * 3..<index * 3 + 3])
                pixels.alpha?.append(index < transparency.count ? transparency[index] : 255)
            case .gray, .rgb:
                let colors = channels
                for channel in 0..<colors { pixels.samples.append(samples.scaled(at + channel)) }
                pixels.alpha?.append(isKeyed(samples, at, colors) ? 0 : 255)
            case .grayAlpha, .rgbAlpha:
                for channel in 0..<channels - 1 { pixels.samples.append(samples.scaled(at + channel)) }
                pixels.alpha?.append(samples.scaled(at + channels - 1))
            }
        }
    }

    /// Whether the pixel has the one colour that tRNS makes transparent.
    private func isKeyed(_ samples: PNGSamples, _ at: Int, _ channels: Int) -> Bool {
        guard transparency.count == channels * 2 else { return false }
        return (0..<channels).allSatisfy { channel in
            samples.raw(at + channel) == Int(transparency[channel * 2]) << 8
                | Int(transparency[channel * 2 + 1])
        }
    }
}
