internal import CZlib

/// Undoes a zlib stream whose size after inflating is known beforehand.
///
/// - Throws: ``PDFError/compression(_:)`` when the stream is broken or its size differs: nothing larger
///   than `size` is ever allocated, whatever the stream claims.
func inflate(_ bytes: [UInt8], size: Int) throws(PDFError) -> [UInt8] {
    var target = ByteBuffer()
    var length = UInt(size)
    var status: Int32 = Z_OK
    try target.append(capacity: size) { (output) throws(PDFError) in
        status = bytes.withUnsafeBufferPointer { input in
            uncompress(output.baseAddress, &length, input.baseAddress, UInt(input.count))
        }
        return Int(length)
    }
    guard status == Z_OK, target.count == size else {
        throw .compression(status == Z_OK ? Z_DATA_ERROR : status)
    }
    return target.bytes
}
