import HTTPTransport
import Testing

/// The question after a failure: may the other side have acted?
@Suite struct TransportFailureTests {
    /// What the server does with the request, and what the transport has to make of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let reaction: ScriptedServer.Reaction
        let expected: @Sendable (HTTPIndeterminate) -> Bool

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "closes without a byte", reaction: .close) { $0 == .emptyReply },
        Case(name: "resets the connection", reaction: .reset) {
            if case .broken = $0 { true } else { false }
        },
        Case(name: "says nothing", reaction: .silence) {
            if case .timedOut = $0 { true } else { false }
        },
        Case(
            name: "breaks off in the body",
            reaction: .answerAndClose("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":")
        ) {
            if case .broken = $0 { true } else { false }
        },
        Case(
            name: "stops in the body",
            reaction: .answer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":")
        ) {
            if case .timedOut = $0 { true } else { false }
        },
        Case(name: "breaks off in the headers", reaction: .answerAndClose("HTTP/1.1 200 OK\r\nContent-Le")) {
            _ in
            true
        },
        Case(name: "speaks no HTTP", reaction: .answerAndClose("SSH-2.0-OpenSSH_9.2\r\n")) { _ in true },
        Case(
            name: "sends more than the limit",
            reaction: .answer(ScriptedServer.ok(String(repeating: "x", count: 2_000)))
        ) {
            $0 == .replyTooLarge
        },
    ]

    @Test(arguments: cases, [false, true])
    func `once the request may have left, a failure is indeterminate`(
        case: Case, usesFreshConnection: Bool
    ) async throws {
        try await ScriptedServer.run(.always(`case`.reaction)) { server in
            try await withTransport { transport in
                var request = HTTPRequest.local(.post, server.url, body: "amount=1")
                request.totalTimeoutMilliseconds = 2_000
                request.replySizeLimitBytes = 1_000
                request.usesFreshConnection = usesFreshConnection
                let outcome = await transport.send(request)
                guard case .indeterminate(let reason) = outcome else {
                    Issue.record("\(outcome)")
                    return
                }
                #expect(`case`.expected(reason), "\(reason)")
                #expect(server.received.count == 1)
            }
        }
    }

    @Test func `a refused connection means not sent`() async throws {
        let port = try await portWithoutListener()
        try await withTransport { transport in
            let outcome = await transport.send(.local(.post, "http://127.0.0.1:\(port)", body: "x"))
            guard case .notSent(.notConnected) = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
    }

    @Test func `a name that does not exist means not sent`() async throws {
        try await withTransport { transport in
            var request = HTTPRequest(.post, "https://processor.invalid/v1", body: [])
            request.connectTimeoutMilliseconds = 2_000
            let outcome = await transport.send(request)
            #expect(outcome.isNotSent, "\(outcome)")
        }
    }

    /// The heart of PROCESSORS 0.2. The first request leaves a kept connection; the server closes it when the second
    /// one arrives. libcurl by itself would open a new connection and send the POST again.
    @Test(arguments: [false, true])
    func `a POST on a kept connection that dies is seen once`(usesFreshConnection: Bool) async throws {
        let script = ScriptedServer.Script { connection, request in
            connection == 0 && request == 1 ? .close : .answer(ScriptedServer.ok("x"))
        }
        try await ScriptedServer.run(script) { server in
            try await withTransport { transport in
                #expect(await transport.send(.local(.get, server.url + "/warm")).response?.status == 200)
                var charge = HTTPRequest.local(.post, server.url + "/charge", body: "amount=1")
                charge.usesFreshConnection = usesFreshConnection
                let outcome = await transport.send(charge)
                let seen = server.received.filter { $0.text.hasPrefix("POST /charge") }
                #expect(seen.count == 1)
                if usesFreshConnection {
                    #expect(seen.first?.connection == 1)
                    #expect(outcome.response?.status == 200)
                } else {
                    #expect(seen.first?.connection == 0)
                    #expect(outcome == .indeterminate(.keptConnectionDied))
                }
            }
        }
    }

    @Test func `a GET on a kept connection that dies is asked again`() async throws {
        let script = ScriptedServer.Script { connection, request in
            connection == 0 && request == 1 ? .close : .answer(ScriptedServer.ok("x"))
        }
        try await ScriptedServer.run(script) { server in
            try await withTransport { transport in
                for _ in 0..<2 {
                    #expect(await transport.send(.local(.get, server.url + "/list")).response?.status == 200)
                }
                #expect(server.received.map(\.connection) == [0, 0, 1])
            }
        }
    }

    /// libcurl reports "could not connect" here, which looks like "nothing sent"; but the first copy has left.
    @Test func `a kept connection that dies with its server is indeterminate`() async throws {
        let script = ScriptedServer.Script { _, request in
            request == 1 ? .close : .answer(ScriptedServer.ok("x"))
        }
        try await ScriptedServer.run(script) { server in
            try await withTransport { transport in
                #expect(await transport.send(.local(.get, server.url + "/warm")).response?.status == 200)
                try await server.stopListening()
                let outcome = await transport.send(.local(.post, server.url + "/charge", body: "x"))
                #expect(outcome.isIndeterminate, "\(outcome)")
            }
        }
    }

    @Test func `shutting down ends what is under way as indeterminate and refuses the rest`() async throws {
        try await ScriptedServer.run(.always(.silence)) { server in
            let transport = try HTTPTransport()
            async let pending = transport.send(.local(.post, server.url, body: "x"))
            while server.received.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            await transport.shutDown()
            #expect(await pending == .indeterminate(.shutDown))
            #expect(await transport.send(.local(.post, server.url, body: "x")) == .notSent(.shutDown))
            await transport.shutDown()
        }
    }

    @Test func `shutting down waits for an answer that comes within the grace`() async throws {
        try await ScriptedServer.run(.always(.answer(ScriptedServer.ok("x")))) { server in
            let transport = try HTTPTransport()
            async let pending = transport.send(.local(.post, server.url, body: "x"))
            while server.received.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
            await transport.shutDown(graceMilliseconds: 10_000)
            #expect(await pending.response?.status == 200)
        }
    }

    @Test func `a request that waits for a free connection past its time was not sent`() async throws {
        try await ScriptedServer.run(.always(.silence)) { server in
            let transport = try HTTPTransport(maximumConnections: 1)
            async let first = transport.send(.local(.post, server.url, body: "x"))
            while server.received.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            var second = HTTPRequest.local(.post, server.url, body: "y")
            second.totalTimeoutMilliseconds = 200
            let outcome = await transport.send(second)
            #expect(outcome.isNotSent, "\(outcome)")
            #expect(server.received.count == 1)
            await transport.shutDown()
            _ = await first
        }
    }

    /// A port that was free a moment ago.
    private func portWithoutListener() async throws -> Int {
        let server = try await ScriptedServer.start(.always(.close))
        try await server.stop()
        return server.port
    }
}
