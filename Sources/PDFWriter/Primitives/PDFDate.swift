/// A moment in UTC to the second, given by the caller: this module never reads a clock.
public struct PDFDate: Hashable, Sendable {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int

    /// A moment by its civil fields in UTC.
    ///
    /// - Throws: ``PDFError/date`` when there is no such day or time, or the year is not within 0...9999.
    public init(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0
    ) throws(PDFError) {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (0...9999).contains(year), (1...12).contains(month), (1...lengths[month - 1]).contains(day),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
        else { throw .date }
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }
}

extension ByteBuffer {
    /// `D:20260131235959Z` (ISO 32000-1 7.9.4).
    mutating func append(date: PDFDate) {
        append("(D:")
        append(decimal: date.year, digits: 4)
        for field in [date.month, date.day, date.hour, date.minute, date.second] {
            append(decimal: field, digits: 2)
        }
        append("Z)")
    }

    /// `2026-01-31T23:59:59Z`, the same moment for XMP.
    mutating func append(xmpDate date: PDFDate) {
        append(decimal: date.year, digits: 4)
        append(byte: 0x2D)
        append(decimal: date.month, digits: 2)
        append(byte: 0x2D)
        append(decimal: date.day, digits: 2)
        append(byte: 0x54)
        append(decimal: date.hour, digits: 2)
        append(byte: 0x3A)
        append(decimal: date.minute, digits: 2)
        append(byte: 0x3A)
        append(decimal: date.second, digits: 2)
        append(byte: 0x5A)
    }
}
