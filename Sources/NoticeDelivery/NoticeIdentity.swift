import Billing
import Crypto

/// A notice's id in the form that leaves: the same each time, and made of letters and digits alone.
///
/// Half of a SHA-256: notices' own ids contain ids of callers, which may be long and of any characters.
struct NoticeIdentity: Sendable, Hashable {
    /// "msg_" and 32 hexadecimal digits.
    let text: String

    init(_ notice: Notice) {
        let digits = Array("0123456789abcdef")
        let hash = SHA256.hash(data: Array(notice.id.utf8)).prefix(16)
        text =
            "msg_" + hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }.map(String.init).joined()
    }
}
