// Dictionaries and arrays. Entries are written in the order of the calls, so the bytes never depend on the
// order of a hash table.

extension ByteBuffer {
    /// `<< ... >>`.
    mutating func dictionary(_ entries: (inout ByteBuffer) -> Void) {
        append("<<")
        entries(&self)
        append(">>")
    }

    /// `[ ... ]`.
    mutating func array(_ elements: (inout ByteBuffer) -> Void) {
        append(byte: 0x5B)
        elements(&self)
        append(byte: 0x5D)
    }

    /// The key alone; the value follows.
    mutating func key(_ key: StaticString) {
        append(name: key)
        append(byte: 0x20)
    }

    mutating func entry(_ key: StaticString, name: StaticString) {
        append(name: key)
        append(name: name)
    }

    mutating func entry(_ key: StaticString, integer: Int) {
        self.key(key)
        append(decimal: integer)
    }

    mutating func entry(_ key: StaticString, reference: ObjectReference) {
        self.key(key)
        append(reference)
    }

    mutating func entry(_ key: StaticString, text: String) {
        append(name: key)
        append(text: text)
    }

    mutating func entry(_ key: StaticString, flag: Bool) {
        self.key(key)
        append(flag ? "true" : "false")
    }

    mutating func dictionary(_ key: StaticString, _ entries: (inout ByteBuffer) -> Void) {
        append(name: key)
        dictionary(entries)
    }

    mutating func array(_ key: StaticString, _ elements: (inout ByteBuffer) -> Void) {
        append(name: key)
        array(elements)
    }

    /// `[a b c d]` of lengths.
    mutating func entry(_ key: StaticString, box: [Int]) {
        array(key) { buffer in
            for (index, value) in box.enumerated() {
                if index > 0 { buffer.append(byte: 0x20) }
                buffer.append(thousandths: value)
            }
        }
    }

    mutating func entry(_ key: StaticString, references: some Sequence<ObjectReference>) {
        array(key) { buffer in
            var first = true
            for reference in references {
                if !first { buffer.append(byte: 0x20) }
                buffer.append(reference)
                first = false
            }
        }
    }
}
