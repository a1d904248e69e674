/// The body of a file: indirect objects in the order they are written, and where each one stands.
///
/// Numbers are given out before objects are written (``reserve()``), so that objects can refer to later ones.
struct ObjectBody: ~Copyable {
    private(set) var buffer: ByteBuffer
    private(set) var places: CrossReference
    let deflater: Deflater
    let compresses: Bool
    private let usesObjectStreams: Bool
    private let prefixHash: ContentHash.Beginning
    private var pending = ByteBuffer()
    private var pendingHeader: [(number: Int, offset: Int)] = []
    private static let objectsPerStream = 200

    /// A body that begins with `prefix`, bytes that hold objects at the `places` given.
    ///
    /// - Parameter prefixHash: of the prefix, where it is known.
    init(
        prefix: [UInt8], prefixHash: ContentHash.Beginning = .init(), places: CrossReference,
        compression: CompressionLevel, form: CrossReferenceForm
    ) throws(PDFError) {
        buffer = ByteBuffer(prefix, more: 32_768)
        self.places = places
        deflater = Deflater(level: compression.rawValue)
        compresses = compression != .none
        usesObjectStreams = form == .streams
        self.prefixHash = prefixHash
    }

    /// The bytes and places so far, as the beginning of other bodies.
    consuming func prefix() -> (bytes: [UInt8], places: CrossReference) {
        (buffer.bytes, places)
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

    /// Writes a stream, compressed where the body compresses; `entries` adds to its dictionary.
    ///
    /// - Parameter kind: what the data are, where there is a code prepared for them.
    mutating func writeStream(
        _ reference: ObjectReference, _ data: UnsafeBufferPointer<UInt8>, _ kind: PreparedCode.Kind? = nil,
        _ entries: (inout ByteBuffer) -> Void = { _ in }
    ) throws(PDFError) {
        guard compresses else { return writeEncodedStream(reference, data, filter: nil, entries) }
        // The length stands before the data and is known after them: ten places, blanks to the left of the
        // number, spare a copy of the stream.
        begin(reference)
        buffer.append("<<")
        entries(&buffer)
        buffer.append("/Filter/FlateDecode/Length ")
        let lengthAt = buffer.count
        buffer.append("          >>stream\n")
        let start = buffer.count
        try deflater.compress(data, kind, into: &buffer)
        buffer.overwrite(decimal: buffer.count - start, at: lengthAt, width: 10)
        buffer.append("\nendstream\nendobj\n")
    }

    /// The same for data in an array.
    mutating func writeStream(
        _ reference: ObjectReference, _ data: [UInt8], _ kind: PreparedCode.Kind? = nil,
        _ entries: (inout ByteBuffer) -> Void = { _ in }
    ) throws(PDFError) {
        try data.withUnsafeBufferPointer { data throws(PDFError) in
            try writeStream(reference, data, kind, entries)
        }
    }

    /// Writes a stream whose data are encoded already (compressed once per batch, or JPEG).
    mutating func writeEncodedStream(
        _ reference: ObjectReference, _ data: [UInt8], filter: StaticString?,
        _ entries: (inout ByteBuffer) -> Void = { _ in }
    ) {
        data.withUnsafeBufferPointer { writeEncodedStream(reference, $0, filter: filter, entries) }
    }

    private mutating func writeEncodedStream(
        _ reference: ObjectReference, _ data: UnsafeBufferPointer<UInt8>, filter: StaticString?,
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
        let hash = buffer.withBytes { ContentHash(of: $0, after: prefixHash) }
        if usesObjectStreams {
            let reference = reserve()
            places[reference] = .offset(buffer.count)
            let start = buffer.count
            let (table, width) = try places.streamData(fileSize: start)
            try writeStream(reference, table, .objects) { entries in
                entries.entry("Type", name: "XRef")
                entries.entry("Size", integer: reference.number + 1)
                entries.append("/W[1 ")
                entries.append(decimal: width)
                entries.append(" 1]")
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
            pending.withBytes { header.append(contentsOf: UnsafeBufferPointer(rebasing: $0[start..<end])) }
            try header.withBytes { data throws(PDFError) in
                try writeStream(reference, data, .objects) { entries in
                    entries.entry("Type", name: "ObjStm")
                    entries.entry("N", integer: last - first)
                    entries.entry("First", integer: headerSize)
                }
            }
            first = last
        }
    }
}
