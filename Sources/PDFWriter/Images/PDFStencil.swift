/// A pattern of squares to be painted with one colour: a code that machines read.
///
/// It stands in the file as a mask of one bit a square, a tenth of what its squares would be as rectangles, and readers
/// draw it without seams between them.
public struct PDFStencil: Hashable, Sendable {
    /// Squares in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    let rows: [UInt8]

    /// A pattern by its rows from the top.
    ///
    /// - Parameters:
    ///   - width: at least 1.
    ///   - rows: one behind the other, each of whole bytes, the leftmost square in the highest bit, 1 where it is
    ///     painted; what is not a whole row at the end is left out.
    public init(width: Int, rows: [UInt8]) {
        self.width = max(width, 1)
        let size = (self.width + 7) / 8
        height = rows.count / size
        self.rows = rows.count == height * size ? rows : Array(rows.prefix(height * size))
    }

    /// - Returns: the image XObject.
    func write(to body: inout ObjectBody) -> ObjectReference {
        let reference = body.reserve()
        body.writeEncodedStream(reference, rows, filter: nil) { entries in
            entries.entry("Type", name: "XObject")
            entries.entry("Subtype", name: "Image")
            entries.entry("Width", integer: width)
            entries.entry("Height", integer: height)
            entries.append("/ImageMask true/BitsPerComponent 1/Decode[1 0]")
        }
        return reference
    }
}
