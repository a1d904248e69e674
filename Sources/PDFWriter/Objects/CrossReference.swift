/// How the file says where its objects are.
public enum CrossReferenceForm: Hashable, Sendable {
    /// A table in plain text, every object readable: the default, and easy to inspect.
    case table
    /// Cross-reference and object streams (PDF 1.5): a tagged page is about a third smaller.
    case streams
}

/// Where every object stands; object 0 is the head of the empty free list.
struct CrossReference: Sendable {
    enum Place: Hashable, Sendable {
        /// A number given out whose object is not written yet.
        case missing
        /// At this byte of the file.
        case offset(Int)
        /// In the object stream of this number, at this index.
        case inStream(Int, Int)
    }

    private var places: [Place] = [.missing]

    /// Objects given out so far, with object 0.
    var count: Int { places.count }

    mutating func append(_ place: Place) -> ObjectReference {
        places.append(place)
        return ObjectReference(number: places.count - 1)
    }

    subscript(_ reference: ObjectReference) -> Place {
        get { places[reference.number] }
        set { places[reference.number] = newValue }
    }

    /// The classic table: 20 bytes an object.
    func appendTable(to buffer: inout ByteBuffer) throws(PDFError) {
        try checkLimits(fileSize: buffer.count)
        buffer.append("xref\n0 ")
        buffer.append(decimal: count)
        buffer.append("\n0000000000 65535 f \n")
        for place in places.dropFirst() {
            // Every number given out is written before finish(): a mistake of this module, not of its caller.
            guard case .offset(let offset) = place else { preconditionFailure("object without a place") }
            buffer.append(decimal: offset, digits: 10)
            buffer.append(" 00000 n \n")
        }
    }

    /// The data of a cross-reference stream, and how many bytes the second field of a row has; the others have one.
    ///
    /// - Parameter fileSize: no object stands behind it.
    func streamData(fileSize: Int) throws(PDFError) -> (data: [UInt8], width: Int) {
        try checkLimits(fileSize: fileSize)
        let width = (64 - max(fileSize, count).leadingZeroBitCount + 7) / 8
        var data = ByteBuffer(capacity: count * (width + 2))
        for place in places {
            switch place {
            case .missing: Self.append(0, 0, 0, width, to: &data)
            case .offset(let offset): Self.append(1, offset, 0, width, to: &data)
            case .inStream(let stream, let index): Self.append(2, stream, index, width, to: &data)
            }
        }
        return (data.bytes, width)
    }

    @inline(__always)
    private static func append(
        _ kind: UInt8, _ value: Int, _ index: Int, _ width: Int, to data: inout ByteBuffer
    ) {
        data.append(byte: kind)
        for byte in (0..<width).reversed() {
            data.append(byte: UInt8(truncatingIfNeeded: value >> (8 * byte)))
        }
        // Object streams have no more objects than a byte counts.
        data.append(byte: UInt8(truncatingIfNeeded: index))
    }

    /// PDF/A-3 6.1.13 allows 8,388,607 objects; offsets are kept to 32 bits.
    private func checkLimits(fileSize: Int) throws(PDFError) {
        if count > 8_388_607 || fileSize > Int(UInt32.max) { throw .tooLarge }
    }
}
