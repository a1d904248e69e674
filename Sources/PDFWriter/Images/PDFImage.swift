/// A picture ready for any number of documents: checked, decoded and compressed once.
public struct PDFImage: Sendable {
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    let colorSpace: StaticString
    let filter: StaticString
    let data: [UInt8]
    /// Opacity, a byte a pixel, deflated; nil when the picture is opaque.
    let softMask: [UInt8]?
    /// What tells equal pictures of one document.
    let digest: ContentHash

    static let mostPixels = 25_000_000

    /// Reads a PNG or a JPEG file.
    ///
    /// PNG of all kinds but interlaced; 16 bits a sample are cut to 8, and the colours are taken as sRGB. JPEG
    /// with one or three components, which is embedded as it is.
    ///
    /// - Throws: ``PDFError/image(_:)``.
    public init(_ file: [UInt8]) throws(PDFError) {
        if file.starts(with: PNGReader.signature) {
            let pixels = try PNGReader(file).decode()
            let deflater = Deflater(level: CompressionLevel.smallest.rawValue)
            var data = ByteBuffer()
            try deflater.compress(pixels.samples, into: &data)
            var mask: [UInt8]?
            if let alpha = pixels.alpha {
                var buffer = ByteBuffer()
                try deflater.compress(alpha, into: &buffer)
                mask = buffer.bytes
            }
            self.init(
                width: pixels.width, height: pixels.height, isGray: pixels.isGray, filter: "FlateDecode",
                data: data.bytes, softMask: mask)
        } else if file.starts(with: [0xFF, 0xD8]) {
            let frame = try JPEGFrame(of: file)
            self.init(
                width: frame.width, height: frame.height, isGray: frame.components == 1, filter: "DCTDecode",
                data: file, softMask: nil)
        } else {
            throw .image(.unknownFormat)
        }
    }

    private init(
        width: Int, height: Int, isGray: Bool, filter: StaticString, data: [UInt8], softMask: [UInt8]?
    ) {
        self.width = width
        self.height = height
        colorSpace = isGray ? "DeviceGray" : "DeviceRGB"
        self.filter = filter
        self.data = data
        self.softMask = softMask
        digest = ContentHash(of: data + (softMask ?? []))
    }

    /// - Returns: the image XObject.
    func write(to body: inout ObjectBody) -> ObjectReference {
        var mask: ObjectReference?
        if let softMask {
            let reference = body.reserve()
            body.writeEncodedStream(reference, softMask, filter: "FlateDecode") { entries in
                writeEntries("DeviceGray", nil, &entries)
            }
            mask = reference
        }
        let image = body.reserve()
        body.writeEncodedStream(image, data, filter: filter) { entries in
            writeEntries(colorSpace, mask, &entries)
        }
        return image
    }

    private func writeEntries(
        _ colorSpace: StaticString, _ mask: ObjectReference?, _ entries: inout ByteBuffer
    ) {
        entries.entry("Type", name: "XObject")
        entries.entry("Subtype", name: "Image")
        entries.entry("Width", integer: width)
        entries.entry("Height", integer: height)
        entries.entry("ColorSpace", name: colorSpace)
        entries.entry("BitsPerComponent", integer: 8)
        if let mask { entries.entry("SMask", reference: mask) }
    }
}
