import Testing

@testable import HTTPTransport

/// TLS: only who is trusted, and under the right name, gets the request.
@Suite struct TransportTLSTests {
    @Test func `a certificate is trusted through the named file, for its own name, and not otherwise`()
        async throws
    {
        try await OpenSSLServer.run { server in
            try await withTransport { transport in
                var request = HTTPRequest(.get, "https://localhost:\(server.port)/")
                try expectNotTrusted(await transport.send(request), "unknown authority")
                request.authoritiesFile = server.certificateFile
                #expect(await transport.send(request).response?.status == 200)
                request.url = "https://127.0.0.1:\(server.port)/"
                try expectNotTrusted(await transport.send(request), "another name")
                request.authoritiesFile = server.certificateFile + ".missing"
                try expectNotTrusted(await transport.send(request), "no such file")
            }
        }
    }

    @Test
    func
        `who names authorities of their own trusts those alone, and none of the system's folder beside them`()
        async throws
    {
        try await OpenSSLServer.run { ours in
            try await OpenSSLServer.run { theirs in
                try await withTransport { transport in
                    var request = HTTPRequest(.get, "https://localhost:\(theirs.port)/")
                    request.systemAuthoritiesFolder = theirs.authoritiesFolder
                    #expect(
                        await transport.send(request).response?.status == 200, "the folder vouches for it")
                    request.authoritiesFile = ours.certificateFile
                    try expectNotTrusted(await transport.send(request), "only the system's folder knows it")
                    request.url = "https://localhost:\(ours.port)/"
                    #expect(await transport.send(request).response?.status == 200)
                }
            }
        }
    }

    @Test func `a server that speaks no TLS gets nothing`() async throws {
        try await ScriptedServer.run(.always(.answer(ScriptedServer.ok("x")))) { server in
            try await withTransport { transport in
                var request = HTTPRequest(.post, "https://127.0.0.1:\(server.port)/", body: [1, 2, 3])
                request.connectTimeoutMilliseconds = 500
                let outcome = await transport.send(request)
                #expect(outcome.isNotSent, "\(outcome)")
                #expect(server.received.isEmpty)
            }
        }
    }

    private func expectNotTrusted(_ outcome: HTTPOutcome, _ name: String) throws {
        guard case .notSent(.notTrusted) = outcome else {
            Issue.record("\(name): \(outcome)")
            return
        }
    }
}
