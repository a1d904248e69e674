/// The values of one call laid out for libpq: one stretch of bytes, and pointers into it.
struct ParameterBlock {
    private var bytes: [UInt8] = []
    /// Where each value begins; nil is NULL.
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    init(_ parameters: [Parameter]) {
        bytes.reserveCapacity(parameters.reduce(0) { $0 + ($1.bytes?.count ?? 0) + 1 })
        for parameter in parameters {
            offsets.append(parameter.bytes == nil ? nil : bytes.count)
            lengths.append(Int32(clamping: parameter.bytes?.count ?? 0))
            formats.append(parameter.format.rawValue)
            bytes.append(contentsOf: parameter.bytes ?? [])
            // Values in text format are C strings; the binary ones do not mind the zero behind them.
            bytes.append(0)
        }
    }

    /// The pointers are valid during `body` only.
    func withPointers<Result>(
        _ body: (
            _ values: UnsafePointer<UnsafePointer<CChar>?>?, _ lengths: [Int32], _ formats: [Int32]
        ) -> Result
    ) -> Result {
        bytes.withUnsafeBytes { buffer in
            let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = offsets.map { offset in offset.flatMap { base?.advanced(by: $0) } }
            return body(pointers, lengths, formats)
        }
    }
}
