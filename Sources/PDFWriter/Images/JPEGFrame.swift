/// The frame header of a JPEG file (ITU-T T.81 B.2.2): all a PDF needs to know of it.
struct JPEGFrame {
    let width: Int
    let height: Int
    let components: Int

    init(of file: [UInt8]) throws(PDFError) {
        var offset = 2
        while true {
            guard offset + 4 <= file.count else { throw .image(.truncated) }
            guard file[offset] == 0xFF else { throw .image(.malformed("marker")) }
            let marker = file[offset + 1]
            if marker == 0xFF {
                offset += 1
                continue
            }
            let length = Int(file[offset + 2]) << 8 | Int(file[offset + 3])
            guard length >= 2, offset + 2 + length <= file.count else { throw .image(.truncated) }
            switch marker {
            case 0xC0...0xC2:
                let segment = Array(file[offset + 4..<offset + 2 + length])
                (width, height, components) = try Self.read(segment)
                return
            case 0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                throw .image(.unsupported("JPEG coding"))
            case 0xD8, 0xD9, 0xDA:
                throw .image(.malformed("no frame"))
            default:
                offset += 2 + length
            }
        }
    }

    private static func read(_ segment: [UInt8]) throws(PDFError) -> (Int, Int, Int) {
        guard segment.count >= 6 else { throw .image(.truncated) }
        guard segment[0] == 8 else { throw .image(.unsupported("12-bit JPEG")) }
        let height = Int(segment[1]) << 8 | Int(segment[2])
        let width = Int(segment[3]) << 8 | Int(segment[4])
        let components = Int(segment[5])
        guard width > 0, height > 0 else { throw .image(.malformed("size")) }
        guard width <= PDFImage.mostPixels / height else { throw .image(.unsupported("size")) }
        guard components == 1 || components == 3 else { throw .image(.unsupported("CMYK JPEG")) }
        return (width, height, components)
    }
}
