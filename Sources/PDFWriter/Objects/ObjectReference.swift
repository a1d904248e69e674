/// The number of an indirect object; its generation is always 0.
struct ObjectReference: Hashable, Sendable {
    let number: Int
}

extension ByteBuffer {
    /// `12 0 R`.
    mutating func append(_ reference: ObjectReference) {
        append(decimal: reference.number)
        append(" 0 R")
    }
}
