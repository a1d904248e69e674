import Glibc

/// A port on 127.0.0.1 that is its holder's as long as it lives, outside the range that connections take theirs from.
///
/// Between the moments in which a process listens there, nobody does: a port that is only looked up would be given to the
/// next who looks. So a socket is bound to it that does not listen. Whoever looks for a port finds it taken; a server that
/// may use an address again, as ours do, listens beside it.
final class ReservedPort: Sendable {
    let number: Int
    private let descriptor: Int32

    init() {
        while true {
            let port = UInt16.random(in: 20_000...32_000)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            guard Self.bind(descriptor, to: port) else {
                close(descriptor)
                continue
            }
            // Only now: otherwise it would be bound beside another's reservation.
            var yes: Int32 = 1
            setsockopt(
                descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout.size(ofValue: yes)))
            self.descriptor = descriptor
            number = Int(port)
            return
        }
    }

    deinit { close(descriptor) }

    private static func bind(_ descriptor: Int32, to port: UInt16) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(descriptor, $0, length) == 0
            }
        }
    }
}
