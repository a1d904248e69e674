import BillingCalendar
import Foundation

/// UTF-8 text in 7 bits that people can still read (RFC 2045, 6.7).
enum QuotedPrintable {
    /// At most 76 characters a line, soft breaks included.
    static func lines(_ text: String) -> [String] {
        // CRLF is one character in Swift; every kind of line end begins a new line.
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).flatMap { line($0) }
    }

    private static func line(_ text: Substring) -> [String] {
        var lines: [String] = []
        var current = ""
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            let isBlankAtEnd = (byte == 0x20 || byte == 0x09) && index == bytes.count - 1
            let word = isLiteral(byte) && !isBlankAtEnd ? String(Unicode.Scalar(byte)) : escaped(byte)
            if current.utf8.count + word.utf8.count > 75 {
                lines.append(current + "=")
                current = ""
            }
            current += word
        }
        return lines + [current]
    }

    private static func isLiteral(_ byte: UInt8) -> Bool {
        (byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "=")) || byte == 0x09
    }

    private static func escaped(_ byte: UInt8) -> String {
        let digits = Array("0123456789ABCDEF")
        return "=\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }
}

/// Bytes in 7 bits (RFC 2045, 6.8).
enum Base64Lines {
    /// 76 characters a line.
    static func lines(_ bytes: [UInt8]) -> [String] {
        stride(from: 0, to: bytes.count, by: 57).map { start in
            text(Array(bytes[start..<min(start + 57, bytes.count)]))
        }
    }

    /// In one line.
    static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}

/// Dates as mails write them (RFC 5322, 3.3), in UTC.
enum MailDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func text(_ instant: Instant) -> String {
        let local = Zone.utc.local(instant)
        let (date, second) = (local.date, local.secondOfDay)
        let clock = [second / 3_600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        // 1970-01-01 was a Thursday.
        let weekday = days[(date.daysSinceEpoch % 7 + 7) % 7]
        return
            "\(weekday), \(date.day) \(months[date.month - 1]) \(date.year) \(clock.joined(separator: ":")) +0000"
    }
}
