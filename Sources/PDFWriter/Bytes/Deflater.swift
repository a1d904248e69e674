internal import CZlib

/// One zlib compressor, used again for every stream of a document.
///
/// Setting up a compressor costs more than compressing a page, so it is reset and not made anew. The state
/// must not move in memory (zlib keeps a pointer back to it), hence the allocation.
struct Deflater: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>
    private let chunk: UnsafeMutableBufferPointer<UInt8>
    private static let chunkSize = 32_768

    init(level: Int) throws(PDFError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        chunk = .allocate(capacity: Self.chunkSize)
        let size = Int32(MemoryLayout<z_stream>.size)
        let status = deflateInit2_(
            stream, Int32(level), Z_DEFLATED, 15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
        if status != Z_OK {
            stream.deallocate()
            chunk.deallocate()
            throw .compression(status)
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
        chunk.deallocate()
    }

    /// Appends the zlib stream of `bytes` to `target`.
    borrowing func compress(_ bytes: [UInt8], into target: inout ByteBuffer) throws(PDFError) {
        guard bytes.count <= Int(Int32.max) else { throw .tooLarge }
        deflateReset(stream)
        let status = bytes.withUnsafeBufferPointer { input in
            // zlib reads only; its header lacks the const.
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(input.count)
            var status: Int32
            repeat {
                stream.pointee.next_out = chunk.baseAddress
                stream.pointee.avail_out = UInt32(chunk.count)
                status = deflate(stream, Z_FINISH)
                let written = chunk.count - Int(stream.pointee.avail_out)
                target.append(contentsOf: UnsafeBufferPointer(rebasing: chunk[..<written]))
            } while status == Z_OK || status == Z_BUF_ERROR && stream.pointee.avail_out == 0
            return status
        }
        if status != Z_STREAM_END { throw .compression(status) }
    }
}
