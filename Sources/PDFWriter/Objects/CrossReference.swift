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

    /// The data of a cross-reference stream and its /W entry.
    func streamData() throws(PDFError) -> (data: [UInt8], widths: StaticString) {
        var data = ByteBuffer(capacity: count * 7)
        for place in places {
            switch place {
            case .missing:
                data.append(contentsOf: [0, 0, 0, 0, 0, 0xFF, 0xFF])
            case .offset(let offset):
                try checkLimits(fileSize: offset)
                data.append(byte: 1)
                data.append(bigEndian: UInt32(offset))
                data.append(bigEndian: UInt16(0))
            case .inStream(let stream, let index):
                data.append(byte: 2)
                data.append(bigEndian: UInt32(stream))
                data.append(bigEndian: UInt16(index))
            }
        }
        return (data.bytes, "/W[1 4 2]")
    }

    /// PDF/A-3 6.1.13 allows 8,388,607 objects; offsets are kept to 32 bits.
    private func checkLimits(fileSize: Int) throws(PDFError) {
        if count > 8_388_607 || fileSize > Int(UInt32.max) { throw .tooLarge }
    }
}
