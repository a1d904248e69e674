import HTTPTransport
import Testing

/// What goes out and what comes back when all is well.
@Suite struct TransportAnswerTests {
    @Test func `status, headers and body come back as they were sent`() async throws {
        let reply = "HTTP/1.1 402 Payment Required\r\nRequest-Id:  req_1 \r\nX-Twice: a\r\nx-twice: b\r\n"
        try await ScriptedServer.run(.always(.answer(reply + "Content-Length: 5\r\n\r\nh\u{e9}\r\n"))) {
            server in
            try await withTransport { transport in
                let outcome = await transport.send(.local(.get, server.url + "/a?b=c"))
                let response = try #require(outcome.response)
                #expect(response.status == 402)
                #expect(response.headers["request-id"] == "req_1")
                #expect(response.headers["X-TWICE"] == "a")
                #expect(response.headers.fields.filter { $0.name.lowercased() == "x-twice" }.count == 2)
                #expect(response.text == "h\u{e9}\r\n")
            }
        }
    }

    @Test func `headers of a 1xx answer are not those of the answer`() async throws {
        let early = "HTTP/1.1 103 Early Hints\r\nX-Early: yes\r\n\r\n"
        try await ScriptedServer.run(.always(.answer(early + ScriptedServer.ok("x")))) { server in
            try await withTransport { transport in
                let response = try #require(await transport.send(.local(.get, server.url)).response)
                #expect(response.status == 200)
                #expect(response.headers["X-Early"] == nil)
            }
        }
    }

    @Test func `the request is written exactly once, byte for byte, without waiting for 100`() async throws {
        try await ScriptedServer.run(.always(.answer(ScriptedServer.ok("{}")))) { server in
            try await withTransport { transport in
                var request = HTTPRequest.local(.post, server.url + "/v1/x", body: "a=1%5B%5D&b=%00")
                request.headers = ["Idempotency-Key": "k:1", "X-Empty": "", "Content-Type": "text/plain"]
                #expect(await transport.send(request).response?.status == 200)
                let text = try #require(server.received.first).text
                #expect(server.received.count == 1)
                #expect(text.hasPrefix("POST /v1/x HTTP/1.1\r\n"))
                #expect(text.hasSuffix("\r\n\r\na=1%5B%5D&b=%00"))
                for line in [
                    "Idempotency-Key: k:1", "X-Empty:", "Content-Type: text/plain", "Content-Length: 15",
                ] {
                    #expect(text.contains("\r\n\(line)\r\n"), "\(line)")
                }
                #expect(!text.lowercased().contains("expect:"))
            }
        }
    }

    @Test(arguments: [HTTPMethod.get, .post, .put, .delete])
    func `each method is sent under its name, without a body when there is none`(
        method: HTTPMethod
    ) async throws {
        try await ScriptedServer.run(.always(.answer(ScriptedServer.ok("")))) { server in
            try await withTransport { transport in
                #expect(await transport.send(.local(method, server.url + "/x")).response?.status == 200)
                let text = try #require(server.received.first).text
                #expect(text.hasPrefix("\(method.rawValue) /x HTTP/1.1\r\n"))
                #expect(text.hasSuffix("\r\n\r\n"))
            }
        }
    }

    @Test func `a redirect is an answer and is not followed`() async throws {
        let reply = "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"
        try await ScriptedServer.run(.always(.answer(reply))) { server in
            try await withTransport { transport in
                #expect(await transport.send(.local(.get, server.url)).response?.status == 302)
                #expect(server.received.count == 1)
            }
        }
    }

    @Test func `a proxy is used when it is set`() async throws {
        try await ScriptedServer.run(.always(.answer(ScriptedServer.ok("proxied")))) { proxy in
            try await withTransport { transport in
                var request = HTTPRequest.local(.get, "http://127.0.0.1:9/x")
                request.proxy = proxy.url
                #expect(await transport.send(request).response?.text == "proxied")
                #expect(proxy.received.first?.text.hasPrefix("GET http://127.0.0.1:9/x HTTP/1.1") == true)
            }
        }
    }

    @Test func `three hundred requests at once are all answered, each with its own answer`() async throws {
        try await ScriptedServer.run(.always(.answer(ScriptedServer.ok("x")))) { server in
            try await withTransport { transport in
                let statuses = await withTaskGroup(of: Int?.self) { group in
                    for index in 0..<300 {
                        group.addTask {
                            await transport.send(.local(.post, server.url + "/\(index)", body: "\(index)"))
                                .response?.status
                        }
                    }
                    return await group.reduce(into: [Int?]()) { $0.append($1) }
                }
                #expect(statuses == Array(repeating: 200, count: 300))
                let lines = server.received.compactMap { $0.text.split(separator: " ").dropFirst().first }
                #expect(Set(lines).count == 300)
            }
        }
    }

    @Test func `kept connections are used again, fresh ones are not`() async throws {
        try await ScriptedServer.run(.always(.answer(ScriptedServer.ok("x")))) { server in
            try await withTransport { transport in
                for isFresh in [false, false, true, true] {
                    var request = HTTPRequest.local(.post, server.url, body: "x")
                    request.usesFreshConnection = isFresh
                    #expect(await transport.send(request).response?.status == 200)
                }
                #expect(server.received.map(\.connection) == [0, 0, 1, 2])
            }
        }
    }
}
