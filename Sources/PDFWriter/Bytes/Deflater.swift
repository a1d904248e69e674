internal import CZlib

/// One zlib compressor, used again for every stream of a document.
///
/// Setting up a compressor costs more than compressing a page, so it is reset and not made anew. The state
/// must not move in memory (zlib keeps a pointer back to it), hence the allocation.
struct Deflater: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>

    init(level: Int) throws(PDFError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let size = Int32(MemoryLayout<z_stream>.size)
        let status = deflateInit2_(
            stream, Int32(level), Z_DEFLATED, 15, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
        if status != Z_OK {
            stream.deallocate()
            throw .compression(status)
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Appends the zlib stream of `bytes` to `target`.
    borrowing func compress(_ bytes: [UInt8], into target: inout ByteBuffer) throws(PDFError) {
        guard bytes.count <= Int(Int32.max) else { throw .tooLarge }
        let stream = stream
        deflateReset(stream)
        let bound = Int(deflateBound(stream, UInt(bytes.count)))
        var failure: Int32 = Z_OK
        try target.append(capacity: bound) { (output) throws(PDFError) in
            let written = bytes.withUnsafeBufferPointer { input in
                // zlib reads only; its header lacks the const.
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                failure = deflate(stream, Z_FINISH)
                return output.count - Int(stream.pointee.avail_out)
            }
            if failure != Z_STREAM_END { throw .compression(failure) }
            return written
        }
    }
}
