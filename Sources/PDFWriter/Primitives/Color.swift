/// A colour in sRGB, the output intent of every document.
public enum Color: Hashable, Sendable {
    /// From 0 (black) to 255 (white).
    case gray(UInt8)
    /// Red, green and blue, 0...255 each.
    case rgb(UInt8, UInt8, UInt8)

    /// Black ink.
    public static let black = Color.gray(0)
    /// The colour of the paper.
    public static let white = Color.gray(255)
}

extension ByteBuffer {
    /// Writes the operator that makes `color` the one for filling (`g`, `rg`) or for lines (`G`, `RG`).
    mutating func append(color: Color, forLines: Bool) {
        switch color {
        case .gray(let level):
            append(component: level)
            append(forLines ? " G\n" : " g\n")
        case .rgb(let red, let green, let blue):
            append(component: red)
            append(byte: 0x20)
            append(component: green)
            append(byte: 0x20)
            append(component: blue)
            append(forLines ? " RG\n" : " rg\n")
        }
    }

    private mutating func append(component: UInt8) {
        append(thousandths: (Int(component) * 1000 + 127) / 255)
    }
}
