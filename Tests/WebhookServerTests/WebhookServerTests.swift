import Foundation
import Synchronization
import Testing
import WebhookServer

/// The server over real sockets, against clients that do not behave.
@Suite struct WebhookServerTests {
    /// Echoes method, path, a header and the number of bytes.
    private static func start(
        _ limits: WebhookServer.Limits = WebhookServer.Limits(), delayMilliseconds: Int = 0
    ) async throws -> WebhookServer {
        try await WebhookServer.start(host: "127.0.0.1", port: 0, limits: limits) { request in
            if delayMilliseconds > 0 { try? await Task.sleep(for: .milliseconds(delayMilliseconds)) }
            return .init(
                200,
                "\(request.method) \(request.path) \(request.header("x-test") ?? "-") \(request.body.count)")
        }
    }

    private static func exchange(_ port: Int, _ parts: [String]) async throws -> String {
        try await RawConnection.run {
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            for part in parts {
                try connection.send(part)
                usleep(20_000)
            }
            return try connection.answer()
        }
    }

    @Test func `A request in pieces arrives whole, and the connection serves the next`() async throws {
        let server = try await Self.start()
        let port = server.port
        let answers = try await RawConnection.run {
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            var answers: [String] = []
            for _ in 0..<3 {
                for part in [
                    "POST /a?b=c HT", "TP/1.1\r\nHost: x\r\nX-TEST: ye", "s\r\nContent-Length: 5\r\n\r\nhe",
                    "llo",
                ] {
                    try connection.send(part)
                    usleep(5_000)
                }
                answers.append(try connection.answer())
            }
            return answers
        }
        #expect(answers.allSatisfy { $0.hasPrefix("HTTP/1.1 200 OK") && $0.hasSuffix("POST /a yes 5\n") })
        await server.stop()
    }

    @Test func `Two requests at once on one connection are answered in their order`() async throws {
        let server = try await Self.start(delayMilliseconds: 30)
        let request = "POST /%d HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
        let port = server.port
        let answers = try await RawConnection.run {
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            try connection.send(String(format: request, 1) + String(format: request, 2))
            // The second may come with the first.
            let first = try connection.answer()
            return [first, first.contains("POST /2 ") ? "" : try connection.answer()]
        }
        #expect(answers[0].contains("POST /1 ") && (answers[0] + answers[1]).contains("POST /2 "))
        await server.stop()
    }

    @Test func `A body over the limit is refused, by its length and by what comes`() async throws {
        var limits = WebhookServer.Limits()
        limits.bodyBytes = 1_000
        let server = try await Self.start(limits)
        let said = try await Self.exchange(
            server.port, ["POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n"])
        #expect(said.hasPrefix("HTTP/1.1 413"))
        let chunk = String(repeating: "a", count: 600)
        let came = try await Self.exchange(
            server.port,
            [
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
                "258\r\n\(chunk)\r\n", "258\r\n\(chunk)\r\n", "0\r\n\r\n",
            ])
        #expect(came.hasPrefix("HTTP/1.1 413"))
        let fits = String(repeating: "a", count: 1_000)
        let fitting = try await Self.exchange(
            server.port, ["POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n\(fits)"])
        #expect(fitting.hasPrefix("HTTP/1.1 200"))
        await server.stop()
    }

    @Test func `What is no HTTP, and headers without an end, are refused`() async throws {
        let server = try await Self.start()
        #expect(try await Self.exchange(server.port, ["hello\r\n\r\n"]).hasPrefix("HTTP/1.1 400"))
        let line = "X-Padding: \(String(repeating: "p", count: 8_000))\r\n"
        let port = server.port
        let isEnded = try await RawConnection.run {
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            do {
                try connection.send("POST / HTTP/1.1\r\nHost: x\r\n")
                for _ in 0..<200 { try connection.send(line) }
            } catch { return true }
            return connection.isClosed()
        }
        #expect(isEnded)
        await server.stop()
    }

    @Test func `A client that sends a byte now and then is cut off by the server's deadline`() async throws {
        var limits = WebhookServer.Limits()
        limits.arrivalMilliseconds = 100
        // What ends the connection is the time of arrival, never that nothing came for a while.
        limits.idleMilliseconds = 600_000
        let server = try await Self.start(limits)
        let port = server.port
        let bytesSent = try await RawConnection.run {
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            try connection.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
            // A deadline that began anew with each byte would let all of them through, on the slowest machine too.
            for sent in 0..<1_000 {
                usleep(20_000)
                guard (try? connection.send("a")) != nil else { return sent }
            }
            return 1_000
        }
        #expect(bytesSent < 1_000)
        await server.stop()
    }

    @Test func `A client that stops in the middle, and one that says nothing, are cut off`() async throws {
        var limits = WebhookServer.Limits()
        limits.arrivalMilliseconds = 300
        limits.idleMilliseconds = 300
        let server = try await Self.start(limits)
        let port = server.port
        for opening in [
            "", "POST / HTTP/1.1\r\nHost", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab",
        ] {
            let isClosed = try await RawConnection.run {
                let connection = try RawConnection(port: port)
                defer { connection.close() }
                try connection.send(opening)
                return connection.isClosed()
            }
            #expect(isClosed, "\(opening)")
        }
        await server.stop()
    }

    @Test func `Connections over the limit are closed, and others go on`() async throws {
        var limits = WebhookServer.Limits()
        limits.connections = 4
        let server = try await Self.start(limits)
        let port = server.port
        let isRefused = try await RawConnection.run {
            let held = try (0..<4).map { _ in try RawConnection(port: port) }
            usleep(100_000)
            let further = try RawConnection(port: port)
            let isRefused = further.isClosed()
            further.close()
            try held[3].send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            let answers = try held[3].answer().hasPrefix("HTTP/1.1 200")
            for connection in held { connection.close() }
            return isRefused && answers
        }
        #expect(isRefused)
        await server.stop()
    }

    @Test func `Stopping lets what is in hand be answered and closes what is idle`() async throws {
        let (inHand, hand) = AsyncStream.makeStream(of: Void.self)
        let server = try await WebhookServer.start(host: "127.0.0.1", port: 0) { request in
            hand.yield()
            try? await Task.sleep(for: .milliseconds(400))
            return .init(200, request.path)
        }
        let port = server.port
        let idle = try RawConnection(port: port)
        async let answer = Self.exchange(
            port, ["POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"])
        for await _ in inHand { break }
        await server.stop()
        #expect(try await answer.hasSuffix("/slow\n"))
        #expect(try await RawConnection.run { idle.isClosed() })
        idle.close()
        #expect(throws: RawConnection.Failure.self) { try RawConnection(port: port) }
    }

    @Test func `A port that is taken is refused with its address`() async throws {
        let server = try await Self.start()
        await #expect(throws: WebhookServer.Refusal.self) {
            try await WebhookServer.start(host: "127.0.0.1", port: server.port) { _ in .init(200, "") }
        }
        await server.stop()
    }
}
