internal import CZlib

/// Undoes a zlib stream whose size after inflating is known beforehand. Here zlib may serve: what comes out is
/// the same in all its versions, other than what goes in (see ``Deflater``).
///
/// - Throws: ``PDFError/compression(_:)`` when the stream is broken or its size differs: nothing larger
///   than `size` is ever allocated, whatever the stream claims.
func inflate(_ bytes: [UInt8], size: Int) throws(PDFError) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: size)
    var length = UInt(size)
    let status = result.withUnsafeMutableBufferPointer { output in
        bytes.withUnsafeBufferPointer { input in
            uncompress(output.baseAddress, &length, input.baseAddress, UInt(input.count))
        }
    }
    guard status == Z_OK, length == UInt(size) else {
        throw .compression(status == Z_OK ? Z_DATA_ERROR : status)
    }
    return result
}
