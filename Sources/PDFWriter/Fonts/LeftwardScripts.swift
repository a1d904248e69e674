/// The scripts that read from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and their kin.
public enum LeftwardScripts {
    /// Whether a character can be of one of them.
    public static func contains(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x1_0800...0x1_0FFF, 0x1_E800...0x1_EFFF: true
        default: false
        }
    }

    /// Whether a text has letters of one of them.
    public static func occur(in text: String) -> Bool {
        text.unicodeScalars.contains { contains($0.value) }
    }
}
