/// The body of a file: indirect objects in the order they are written, and where each one stands.
///
/// Numbers are given out before objects are written (``reserve()``), so that objects can refer to later ones.
struct ObjectBody: ~Copyable {
    private(set) var buffer: ByteBuffer
    private(set) var places: CrossReference
    let deflater: Deflater
    let compresses: Bool
    private let usesObjectStreams: Bool
    private var pending = ByteBuffer()
    private var pendingHeader: [(number: Int, offset: Int)] = []
    private static let objectsPerStream = 200

    /// A body that begins with `prefix`, bytes that hold objects at the `places` given.
    init(
        prefix: ByteBuffer, places: CrossReference, compression: CompressionLevel, form: CrossReferenceForm
    ) throws(PDFError) {
        buffer = prefix
        self.places = places
        deflater = Deflater(level: compression.rawValue)
        compresses = compression != .none
        usesObjectStreams = form == .streams
    }

    /// The bytes and places so far, as the beginning of other bodies.
    consuming func prefix() -> (buffer: ByteBuffer, places: CrossReference) {
        (buffer, places)
    }

    /// The number of the next object; it must be written before the file ends.
    mutating func reserve() -> ObjectReference {
        places.append(.missing)
    }

    /// Writes an object that is not a stream.
    mutating func write(_ reference: ObjectReference, _ contents: (inout ByteBuffer) -> Void) {
        guard usesObjectStreams else {
            begin(reference)
            contents(&buffer)
            buffer.append("\nendobj\n")
            return
        }
        pendingHeader.append((reference.number, pending.count))
        contents(&pending)
        pending.append(byte: 0x0A)
    }

    /// Writes an object and gives it a number.
    mutating func add(_ contents: (inout ByteBuffer) -> Void) -> ObjectReference {
        let reference = reserve()
        write(reference, contents)
        return reference
    }

    /// Writes a stream, compressed unless `raw`; `entries` adds to its dictionary.
    mutating func writeStream(
        _ reference: ObjectReference, _ data: [UInt8], raw: Bool = false,
        _ entries: (inout ByteBuffer) -> Void = { _ in }
    ) throws(PDFError) {
        if raw || !compresses {
            writeEncodedStream(reference, data, filter: nil, entries)
            return
        }
        // The length stands before the data and is known after them: ten places, blanks to the left of the
        // number, spare a copy of the stream.
        begin(reference)
        buffer.append("<<")
        entries(&buffer)
        buffer.append("/Filter/FlateDecode/Length ")
        let lengthAt = buffer.count
        buffer.append("          >>stream\n")
        let start = buffer.count
        try deflater.compress(data, into: &buffer)
        buffer.overwrite(decimal: buffer.count - start, at: lengthAt, width: 10)
        buffer.append("\nendstream\nendobj\n")
    }

    /// Writes a stream whose data are encoded already (compressed once per batch, or JPEG).
    mutating func writeEncodedStream(
        _ reference: ObjectReference, _ data: [UInt8], filter: StaticString?,
        _ entries: (inout ByteBuffer) -> Void = { _ in }
    ) {
        begin(reference)
        buffer.dictionary { dictionary in
            entries(&dictionary)
            if let filter { dictionary.entry("Filter", name: filter) }
            dictionary.entry("Length", integer: data.count)
        }
        buffer.append("stream\n")
        buffer.append(contentsOf: data)
        buffer.append("\nendstream\nendobj\n")
    }

    /// Ends the body with the cross-reference section and the trailer, whose entries the closure writes.
    consuming func finish(
        _ trailer: (inout ByteBuffer, ContentHash) -> Void
    ) throws(PDFError) -> [UInt8] {
        try flush()
        let hash = ContentHash(of: buffer.bytes)
        if usesObjectStreams {
            let reference = reserve()
            places[reference] = .offset(buffer.count)
            let (table, widths) = try places.streamData()
            var data = ByteBuffer()
            if compresses {
                try deflater.compress(table, into: &data)
            } else {
                data.append(contentsOf: table)
            }
            let start = buffer.count
            writeEncodedStream(reference, data.bytes, filter: compresses ? "FlateDecode" : nil) { entries in
                entries.entry("Type", name: "XRef")
                entries.entry("Size", integer: reference.number + 1)
                entries.append(widths)
                trailer(&entries, hash)
            }
            appendStartXref(start)
        } else {
            let start = buffer.count
            try places.appendTable(to: &buffer)
            buffer.append("trailer\n")
            let size = places.count
            buffer.dictionary { entries in
                entries.entry("Size", integer: size)
                trailer(&entries, hash)
            }
            buffer.append(byte: 0x0A)
            appendStartXref(start)
        }
        return buffer.bytes
    }

    private mutating func appendStartXref(_ start: Int) {
        buffer.append("startxref\n")
        buffer.append(decimal: start)
        buffer.append("\n%%EOF\n")
    }

    private mutating func begin(_ reference: ObjectReference) {
        places[reference] = .offset(buffer.count)
        buffer.append(decimal: reference.number)
        buffer.append(" 0 obj\n")
    }

    private mutating func flush() throws(PDFError) {
        var first = 0
        while first < pendingHeader.count {
            let last = min(first + Self.objectsPerStream, pendingHeader.count)
            let end = last < pendingHeader.count ? pendingHeader[last].offset : pending.count
            let start = pendingHeader[first].offset
            let reference = reserve()
            var header = ByteBuffer()
            for index in first..<last {
                let object = pendingHeader[index]
                places[ObjectReference(number: object.number)] = .inStream(reference.number, index - first)
                header.append(decimal: object.number)
                header.append(byte: 0x20)
                header.append(decimal: object.offset - start)
                header.append(byte: 0x20)
            }
            let headerSize = header.count
            header.append(contentsOf: pending.bytes[start..<end])
            try writeStream(reference, header.bytes) { entries in
                entries.entry("Type", name: "ObjStm")
                entries.entry("N", integer: last - first)
                entries.entry("First", integer: headerSize)
            }
            first = last
        }
    }
}
