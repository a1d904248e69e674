/// The CMap that gives the text back: CID -> characters in UTF-16BE (ISO 32000-1 9.10.3).
struct ToUnicodeMap {
    let bytes: [UInt8]

    init(_ plan: SubsetPlan, _ compositions: CompositionTable) {
        var buffer = ByteBuffer()
        buffer.append(
            """
            /CIDInit/ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def
            /CMapName/Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000><FFFF>
            endcodespacerange

            """)
        let used = plan.characters.indices.filter { !plan.text($0).isEmpty }
        // A block holds 100 entries at most (Adobe Technical Note 5411).
        for start in stride(from: 0, to: used.count, by: 100) {
            let block = used[start..<min(start + 100, used.count)]
            buffer.append(decimal: block.count)
            buffer.append(" beginbfchar\n")
            for cid in block {
                buffer.append(byte: 0x3C)
                buffer.append(hexadecimal: UInt16(cid))
                buffer.append("><")
                Self.append(plan.text(cid).flatMap(compositions.decompose), to: &buffer)
                buffer.append(">\n")
            }
            buffer.append("endbfchar\n")
        }
        buffer.append("endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n")
        bytes = buffer.bytes
    }

    private static func append(_ scalars: [UInt32], to buffer: inout ByteBuffer) {
        for scalar in scalars {
            if scalar > 0xFFFF {
                buffer.append(hexadecimal: UInt16(0xD800 + (scalar - 0x10000) >> 10))
                buffer.append(hexadecimal: UInt16(0xDC00 + (scalar & 0x3FF)))
            } else {
                buffer.append(hexadecimal: UInt16(scalar))
            }
        }
    }
}
