import Foundation
import Glibc

/// A TCP connection to 127.0.0.1 that sends what a test says, byte by byte if need be, and reads what comes.
///
/// Blocking, with time-outs; to be used off Swift's own threads (``run(_:)``).
struct RawConnection {
    enum Failure: Error { case notConnected, timedOut, broken }

    private let socket: Int32

    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var timeout = timeval(tv_sec: 600, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            Glibc.close(socket)
            throw Failure.notConnected
        }
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure.broken }
            rest = rest.dropFirst(count)
        }
    }

    /// One whole answer with a Content-Length, or what came before the end of the connection.
    func answer() throws -> String {
        var received: [UInt8] = []
        while true {
            let text = String(decoding: received, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                let length = text[..<end.lowerBound].lowercased().components(separatedBy: "content-length: ")
                    .dropFirst().first.flatMap { Int($0.prefix { $0.isNumber }) }
                if let length, text[end.upperBound...].utf8.count >= length { return text }
            }
            var chunk = [UInt8](repeating: 0, count: 4_096)
            let count = recv(socket, &chunk, chunk.count, 0)
            if count == 0 { return text }
            guard count > 0 else {
                if errno == ECONNRESET || errno == EPIPE { return text }
                throw Failure.timedOut
            }
            received += chunk[..<count]
        }
    }

    /// Whether the other side closes within the time-out, whatever it sends before.
    func isClosed() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(socket, &chunk, chunk.count, 0)
            if count == 0 || (count < 0 && (errno == ECONNRESET || errno == EPIPE)) { return true }
            if count < 0 { return false }
        }
    }

    func close() { Glibc.close(socket) }

    /// Runs blocking work on a thread of its own.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
        }
    }

    /// POSTs once on a connection of its own; the status, or nil where no whole answer came.
    static func post(
        port: Int, path: String, headers: [String: String], body: [UInt8], readsAnswer: Bool = true
    ) async throws -> Int? {
        try await run {
            guard let connection = try? RawConnection(port: port) else { return nil }
            defer { connection.close() }
            var head =
                "POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.count)\r\nConnection: close\r\n"
            for (name, value) in headers { head += "\(name): \(value)\r\n" }
            do {
                try connection.send(Array((head + "\r\n").utf8) + body)
            } catch { return nil }
            guard readsAnswer else { return nil }
            let answer = try connection.answer()
            return answer.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        }
    }
}
