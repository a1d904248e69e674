import Glibc
import Testing

@testable import FaultCampaign

/// Where the processes that take webhooks listen, one after the other.
@Suite struct ReservedPortTests {
    @Test func `no two stages have one port`() {
        let ports = (0..<300).map { _ in ReservedPort() }
        #expect(Set(ports.map(\.number)).count == 300)
    }

    @Test func `a server of ours may listen there again and again, and nobody else finds it free`() {
        let port = ReservedPort()
        for _ in 0..<2 {
            #expect(!Self.listens(on: port.number, reusing: false))
            #expect(Self.listens(on: port.number, reusing: true))
        }
    }

    /// Whether one may bind and listen, as servers do; it is closed again.
    private static func listens(on port: Int, reusing: Bool) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var yes: Int32 = reusing ? 1 : 0
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout.size(ofValue: yes)))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 }
        }
        return isBound && listen(descriptor, 8) == 0
    }
}
