/// The codewords of a code: the bytes in byte mode, divided into blocks, each with its correction.
struct QRCodewords {
    /// In the order in which they are drawn.
    let interleaved: [UInt8]

    init(_ bytes: [UInt8], _ capacity: QRCapacity) {
        let data = Self.data(bytes, capacity)
        // The last blocks are one longer where the data do not divide evenly.
        let shortLength = capacity.dataCount / capacity.blockCount
        let longBlocks = capacity.dataCount % capacity.blockCount
        let code = ReedSolomon(correctionCount: capacity.correctionPerBlock)
        var blocks: [ArraySlice<UInt8>] = []
        var start = 0
        for block in 0..<capacity.blockCount {
            let length = shortLength + (block >= capacity.blockCount - longBlocks ? 1 : 0)
            blocks.append(data[start..<start + length])
            start += length
        }
        let corrections = blocks.map(code.correction)
        var result: [UInt8] = []
        for index in 0...shortLength {
            for block in blocks where index < block.count { result.append(block[block.startIndex + index]) }
        }
        for index in 0..<capacity.correctionPerBlock {
            for correction in corrections { result.append(correction[index]) }
        }
        interleaved = result
    }

    /// Mode, length, bytes, end mark and padding.
    private static func data(_ bytes: [UInt8], _ capacity: QRCapacity) -> [UInt8] {
        var data: [UInt8] = []
        data.reserveCapacity(capacity.dataCount)
        // The mode has four bits, so every byte stands on both sides of a boundary.
        var pending = UInt32(0b0100)
        func append(_ byte: UInt8) {
            pending = pending << 8 | UInt32(byte)
            data.append(UInt8(truncatingIfNeeded: pending >> 4))
        }
        if capacity.lengthBits == 16 { append(UInt8(truncatingIfNeeded: bytes.count >> 8)) }
        append(UInt8(truncatingIfNeeded: bytes.count))
        for byte in bytes { append(byte) }
        // With the four bits of the end mark the last byte is full.
        append(0)
        var padding: UInt8 = 0xEC
        while data.count < capacity.dataCount {
            data.append(padding)
            padding ^= 0xEC ^ 0x11
        }
        return data
    }
}

/// Reed-Solomon correction over GF(256) with the polynomial 0x11D (ISO/IEC 18004, 7.5.2).
struct ReedSolomon {
    /// Logarithms of the generator's coefficients from the second highest power on; the highest is 1, and none is 0.
    private let generator: [Int]

    init(correctionCount: Int) {
        var generator = [UInt8](repeating: 0, count: correctionCount)
        generator[correctionCount - 1] = 1
        var root: UInt8 = 1
        for _ in 0..<correctionCount {
            for index in generator.indices {
                generator[index] = Self.product(generator[index], root)
                if index + 1 < correctionCount { generator[index] ^= generator[index + 1] }
            }
            root = Self.product(root, 2)
        }
        self.generator = generator.map { Self.logarithms[Int($0)] }
    }

    /// The remainder of the block divided by the generator.
    func correction(of block: some Sequence<UInt8>) -> [UInt8] {
        let (powers, logarithms, last) = (Self.powers, Self.logarithms, generator.count - 1)
        var remainder = [UInt8](repeating: 0, count: generator.count)
        for byte in block {
            let factor = byte ^ remainder[0]
            for index in 0..<last { remainder[index] = remainder[index + 1] }
            remainder[last] = 0
            guard factor != 0 else { continue }
            let logarithm = logarithms[Int(factor)]
            for index in 0...last { remainder[index] ^= powers[generator[index] + logarithm] }
        }
        return remainder
    }

    /// Powers of 2, twice over, so that the sum of two logarithms needs no division.
    private static let powers: [UInt8] = {
        var powers: [UInt8] = []
        var power = 1
        for _ in 0..<510 {
            powers.append(UInt8(power))
            power = power << 1 ^ (power >> 7) * 0x11D
        }
        return powers
    }()
    private static let logarithms: [Int] = {
        var logarithms = [Int](repeating: 0, count: 256)
        for exponent in 0..<255 { logarithms[Int(powers[exponent])] = exponent }
        return logarithms
    }()

    private static func product(_ first: UInt8, _ second: UInt8) -> UInt8 {
        guard first != 0, second != 0 else { return 0 }
        return powers[logarithms[Int(first)] + logarithms[Int(second)]]
    }
}
