/// Samples of one row, 1 to 16 bits each.
struct PNGSamples {
    let row: ArraySlice<UInt8>
    let depth: Int

    func raw(_ index: Int) -> Int {
        let start = row.startIndex
        switch depth {
        case 8: return Int(row[start + index])
        case 16: return Int(row[start + index * 2]) << 8 | Int(row[start + index * 2 + 1])
        default:
            let bit = index * depth
            return Int(row[start + bit / 8]) >> (8 - depth - bit % 8) & (1 << depth - 1)
        }
    }

    /// The sample on the scale 0...255.
    func scaled(_ index: Int) -> UInt8 {
        depth == 16 ? UInt8(raw(index) >> 8) : UInt8(raw(index) * 255 / (1 << depth - 1))
    }
}
